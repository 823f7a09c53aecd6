import { createHash } from 'node:crypto';
import type { Connection } from 'mysql2/promise';
import type { Channel } from '#libs/rules';
import type { Message, Reach } from './others.js';

interface Other {
  readonly messages?: readonly Message[];
  readonly lists?: readonly string[];
  readonly reach?: Reach;
}

const time = (at: Date | null): string | null =>
  at && at.toISOString().slice(0, 23).replace('T', ' ');
const hashOf = (channel: Channel, contact: number): Buffer =>
  createHash('sha256').update(`${channel} ${contact}`).digest();

/** Replaces messages, lists, consent and suppression; the contacts are there, the first with id 1. */
export async function storeOthers(connection: Connection, people: readonly Other[]): Promise<void> {
  const tables = ['delivery', 'response', 'contact_list', 'consent_state', 'suppression'];
  for (const table of tables) await connection.query(`TRUNCATE TABLE ${table}`);
  const insert = async (into: string, rows: readonly (readonly unknown[])[]): Promise<void> => {
    if (rows.length > 0) await connection.query(`INSERT INTO ${into} VALUES ?`, [rows]);
  };
  const each = <T>(make: (person: Other, id: number) => readonly T[]): T[] =>
    people.flatMap((person, index) => make(person, index + 1));

  const ledger = each(({ messages = [] }, contact) =>
    messages.map((message, occurrence) => ({ ...message, contact, occurrence })),
  ).map((message, index) => ({ ...message, id: index + 1 }));
  await insert(
    `delivery (id, campaign_id, occurrence, contact_id, mailing_id, channel, purpose, state,
      due_at, planned_at, finished_at, uncertain_at)`,
    ledger.map(({ id, campaign, occurrence, contact, channel, state, ...times }) => [
      id,
      campaign,
      occurrence,
      contact,
      1,
      channel,
      'marketing',
      state,
      '2026-01-01',
      '2026-01-01',
      time(times.finishedAt),
      time(times.uncertainAt),
    ]),
  );
  await insert(
    `response (delivery_id, campaign_id, contact_id, kind, actor, actor_reason, link_position,
      occurred_at)`,
    ledger.flatMap(({ id, campaign, contact, responses }) =>
      responses.map(({ kind, machine, link, at }) => [
        id,
        campaign,
        contact,
        kind,
        machine ? 'machine' : 'person',
        'default',
        link,
        time(at),
      ]),
    ),
  );
  await insert(
    'contact_list (list_id, contact_id, added_at)',
    each(({ lists = [] }, id) => lists.map((list) => [list, id, '2026-01-01'])),
  );

  const addressed = each(({ reach }, id) =>
    (reach?.addresses ?? []).map((channel) => ({ channel, id })),
  );
  for (const { channel, id } of addressed) {
    const column = channel === 'email' ? 'email_hash' : 'phone_hash';
    await connection.query(`UPDATE contact SET ${column} = ? WHERE id = ?`, [
      hashOf(channel, id),
      id,
    ]);
  }
  await insert(
    'suppression (channel, address_hash, reason, source, created_at)',
    each(({ reach }, id) =>
      (reach?.suppressed ?? []).map((channel) => [
        channel,
        hashOf(channel, id),
        'manual',
        'test',
        '2026-01-01',
      ]),
    ),
  );
  await insert(
    'consent_state (contact_id, channel, purpose, granted, occurred_at)',
    each(({ reach }, id) =>
      (reach?.consents ?? []).map(([channel, purpose, granted]) => [
        id,
        channel,
        purpose,
        granted,
        '2026-01-01',
      ]),
    ),
  );
}
