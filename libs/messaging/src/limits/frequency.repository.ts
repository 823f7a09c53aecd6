import { Injectable } from '@nestjs/common';
import type { Sql } from '#libs/platform';
import type { ChannelName } from '../channels/channel.js';
import type { DueDelivery } from '../delivery/ledger.repository.js';
import { LimitsRepository } from './limits.repository.js';
import type { FrequencyCap } from './sending-limits.js';

/**
 * Why a delivery is not to be sent now. `capped`: the person has had as many messages as they may.
 * `outranked`: what they may still have is left to campaigns that go first. `later`: another message to
 * the same person is being decided on with it; it is looked at again.
 */
export type Verdict = 'capped' | 'outranked' | 'later';

/** A message to somebody that counts: handed over, or waiting. */
interface Counted {
  id: string;
  contactId: string;
  channel: ChannelName;
  priority: number;
  waits: 0 | 1;
  /** Since its intent, or until it is due. */
  seconds: number;
}

/**
 * Deliveries planned longer before the window than this are not looked for: nothing lies so long between
 * plan and intent but in a campaign that was paused for a month.
 */
const longestWaitHours = 30 * 24;

/** One that may have arrived does not wait, although it is to be sent again: it counts as sent. */
const waits = `(d.state IN ('planned', 'deferred') AND d.uncertain_at IS NULL)`;

/**
 * Judges intents by the organisation's frequency caps. Only marketing counts, and only marketing is
 * capped: what follows from a deal is always sent.
 */
@Injectable()
export class FrequencyRepository {
  constructor(private readonly limits: LimitsRepository) {}

  /**
   * To be called first in the transaction that writes the intents, REPEATABLE READ: it locks what is
   * kept of each person's consent, so that processes that write to the same person take turns, and only
   * then looks at the ledger for the first time, where it sees what the other one has committed.
   * @returns by delivery id; those that may be sent are not in it.
   */
  async judge(sql: Sql, intents: readonly DueDelivery[]): Promise<Map<string, Verdict>> {
    const marketing = intents.filter(({ purpose }) => purpose === 'marketing');
    if (marketing.length === 0) return new Map();
    const { caps } = await this.limits.get(sql, 'LOCK IN SHARE MODE');
    if (caps.length === 0) return new Map();
    const priorities = await this.priorities(sql, marketing);
    const contacts = [...new Set(marketing.map(({ contactId }) => contactId))];
    await sql.query(
      `SELECT contact_id FROM consent_state
       WHERE contact_id IN (?) AND purpose = 'marketing' FOR UPDATE`,
      [contacts],
    );
    const counted = await this.counted(sql, contacts, Math.max(...caps.map(({ hours }) => hours)));
    const verdicts = new Map<string, Verdict>();
    const decided = new Set<string>();
    for (const { id, mailingId, contactId, channel } of marketing) {
      const own = (counted.get(contactId) ?? []).filter((each) => each.id !== id);
      const verdict = decided.has(contactId)
        ? 'later'
        : verdictOf(caps, channel, priorities.get(mailingId) ?? 0, own);
      if (verdict) verdicts.set(id, verdict);
      else decided.add(contactId);
    }
    return verdicts;
  }

  private async priorities(
    sql: Sql,
    intents: readonly DueDelivery[],
  ): Promise<Map<string, number>> {
    const rows = await sql.query<{ id: string; priority: number }>(
      'SELECT id, priority FROM mailing WHERE id IN (?) LOCK IN SHARE MODE',
      [[...new Set(intents.map(({ mailingId }) => mailingId))]],
    );
    return new Map(rows.map(({ id, priority }) => [id, priority]));
  }

  private async counted(
    sql: Sql,
    contacts: readonly string[],
    hours: number,
  ): Promise<Map<string, Counted[]>> {
    const rows = await sql.query<Counted>(
      `SELECT d.id, d.contact_id AS contactId, d.channel, m.priority, ${waits} AS waits,
         IF(${waits}, TIMESTAMPDIFF(SECOND, NOW(3), d.due_at),
           TIMESTAMPDIFF(SECOND, d.intent_at, NOW(3))) + 0e0 AS seconds
       FROM delivery d FORCE INDEX (delivery_of_contact) JOIN mailing m ON m.id = d.mailing_id
       WHERE d.contact_id IN (?) AND d.planned_at > NOW(3) - INTERVAL ? HOUR
         AND d.purpose = 'marketing'
         AND (d.state IN ('sending', 'accepted', 'uncertain', 'held', 'deferred') AND NOT ${waits}
                AND d.intent_at > NOW(3) - INTERVAL ? HOUR
              OR ${waits} AND m.open = 1
                AND d.due_at < NOW(3) + INTERVAL ? HOUR)`,
      [contacts, hours + longestWaitHours, hours, hours],
    );
    const byContact = new Map<string, Counted[]>();
    for (const row of rows) {
      const own = byContact.get(row.contactId);
      if (own) own.push(row);
      else byContact.set(row.contactId, [row]);
    }
    return byContact;
  }
}

/** @param counted of the one person. */
function verdictOf(
  caps: readonly FrequencyCap[],
  channel: ChannelName,
  priority: number,
  counted: readonly Counted[],
): Verdict | null {
  let verdict: Verdict | null = null;
  for (const cap of caps) {
    if (cap.channel !== null && cap.channel !== channel) continue;
    const within = counted.filter(
      (each) =>
        (cap.channel === null || each.channel === cap.channel) && each.seconds < cap.hours * 3600,
    );
    const sent = within.filter(({ waits }) => !waits).length;
    if (sent >= cap.messages) return 'capped';
    const first = within.filter((each) => each.waits && each.priority > priority).length;
    if (sent + first >= cap.messages) verdict = 'outranked';
  }
  return verdict;
}
