import { Injectable } from '@nestjs/common';
import type { Sql } from '#libs/platform';
import type { Statement } from '#libs/rules';
import type { Earlier } from './admission.js';
import type { DropReason, NewFiring, Step, WaitingFiring } from './firing.js';
import type { LiveRow } from './live-trigger.repository.js';
import type { CauseKind } from './trigger.js';

const waitingColumns = `f.id, f.contact_id AS contactId, f.cause_ref AS causeRef,
  f.happened_at AS happenedAt, f.due_at AS dueAt`;

/** Firings as the engine writes them. */
@Injectable()
export class FiringRepository {
  /**
   * Keeps everybody else from counting the firings of these contacts, or of the campaign (`0`), until
   * the transaction ends.
   */
  async guard(sql: Sql, campaignId: string, contactIds: Iterable<string>): Promise<void> {
    const rows = [...new Set(contactIds)]
      .sort((a, b) => Number(BigInt(a) - BigInt(b)))
      .map((id) => [campaignId, id]);
    await sql.execute(
      `INSERT INTO firing_guard (campaign_id, contact_id) VALUES ?
       ON DUPLICATE KEY UPDATE contact_id = VALUES(contact_id)`,
      [rows],
    );
  }

  /** Firings of these contacts since an instant that were not dropped, oldest first, by contact. */
  async earlier(
    sql: Sql,
    campaignId: string,
    contactIds: readonly string[],
    since: Date,
  ): Promise<ReadonlyMap<string, Earlier[]>> {
    const rows = await sql.query<Earlier & { contactId: string }>(
      `SELECT contact_id AS contactId, happened_at AS happenedAt, reentry_key AS reentryKey
       FROM firing WHERE campaign_id = ? AND contact_id IN (?) AND state <> 'dropped'
         AND happened_at > ?
       ORDER BY happened_at`,
      [campaignId, contactIds, since],
    );
    const found = new Map<string, Earlier[]>();
    for (const { contactId, ...row } of rows) {
      const known = found.get(contactId);
      if (known) known.push(row);
      else found.set(contactId, [row]);
    }
    return found;
  }

  /** Writes firings; of those with the same entry key the first stays. */
  async add(
    sql: Sql,
    { campaignId, versionId }: LiveRow,
    kind: CauseKind,
    firings: readonly NewFiring[],
    now: Date,
  ): Promise<void> {
    await sql.execute(
      `INSERT IGNORE INTO firing (campaign_id, contact_id, version_id, cause_kind, cause_ref,
         entry_key, reentry_key, happened_at, state, reason, due_at, decided_at, explanation) VALUES ?`,
      [
        firings.map((firing) => [
          campaignId,
          firing.contactId,
          versionId,
          kind,
          firing.causeRef,
          firing.entryKey,
          firing.reentryKey,
          firing.happenedAt,
          firing.reason ? 'dropped' : 'waiting',
          firing.reason,
          firing.dueAt,
          firing.reason ? now : null,
          JSON.stringify(firing.steps),
        ]),
      ],
    );
  }

  /** Those just added whose hour has come. */
  dueAmong(
    sql: Sql,
    campaignId: string,
    firings: readonly NewFiring[],
    now: Date,
  ): Promise<WaitingFiring[]> {
    return sql.query<WaitingFiring>(
      `SELECT ${waitingColumns} FROM firing f
       WHERE f.campaign_id = ? AND f.contact_id IN (?) AND f.entry_key IN (?)
         AND f.state = 'waiting' AND f.due_at <= ?
       ORDER BY f.id FOR UPDATE`,
      [
        campaignId,
        firings.map(({ contactId }) => contactId),
        firings.map(({ entryKey }) => entryKey),
        now,
      ],
    );
  }

  /** Takes due firings of a campaign, oldest first, passing over those that another process has. */
  due(sql: Sql, campaignId: string, now: Date, limit: number): Promise<WaitingFiring[]> {
    return sql.query<WaitingFiring>(
      `SELECT ${waitingColumns} FROM firing f
       WHERE f.campaign_id = ? AND f.state = 'waiting' AND f.due_at <= ?
       ORDER BY f.due_at, f.id LIMIT ? FOR UPDATE SKIP LOCKED`,
      [campaignId, now, limit],
    );
  }

  /** Messages handed on within the hour before. */
  async sentSince(sql: Sql, campaignId: string, since: Date): Promise<number> {
    const [row] = await sql.query<{ n: string }>(
      `SELECT COUNT(*) AS n FROM firing
       WHERE campaign_id = ? AND decided_at > ? AND state = 'sent'`,
      [campaignId, since],
    );
    return Number(row?.n ?? 0);
  }

  /** Which of these contacts a statement of `compileProbe` selects. */
  async selected(
    sql: Sql,
    statement: Statement,
    contactIds: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const rows = await sql.query<{ id: string }>(
      `SELECT m.id FROM (${statement.sql}) m WHERE m.id IN (?)`,
      [...statement.parameters, contactIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** The zones of those contacts that there are. */
  async zones(
    sql: Sql,
    contactIds: readonly string[],
  ): Promise<ReadonlyMap<string, string | null>> {
    const rows = await sql.query<{ id: string; zone: string | null }>(
      'SELECT id, time_zone AS zone FROM contact WHERE id IN (?)',
      [contactIds],
    );
    return new Map(rows.map(({ id, zone }) => [id, zone]));
  }

  /** Notes one outcome of several firings. */
  async decide(
    sql: Sql,
    ids: readonly string[],
    outcome: { state: 'sent' } | { state: 'dropped'; reason: DropReason },
    steps: readonly Step[],
    now: Date,
  ): Promise<void> {
    const reason = outcome.state === 'dropped' ? outcome.reason : null;
    await sql.execute(
      `UPDATE firing SET state = ?, reason = ?, decided_at = ?,
         explanation = JSON_MERGE_PRESERVE(COALESCE(explanation, '[]'), ?)
       WHERE id IN (?)`,
      [outcome.state, reason, now, JSON.stringify(steps), ids],
    );
  }

  /** Drops up to `limit` that still wait. @returns how many there were. */
  async dropWaiting(
    sql: Sql,
    campaignId: string,
    reason: DropReason,
    now: Date,
    limit: number,
  ): Promise<number> {
    const { affectedRows } = await sql.execute(
      `UPDATE firing SET state = 'dropped', reason = ?, decided_at = ?
       WHERE campaign_id = ? AND state = 'waiting' LIMIT ?`,
      [reason, now, campaignId, limit],
    );
    return affectedRows;
  }

  /** Takes the guards of a campaign that fires no more. */
  async dropGuards(sql: Sql, campaignId: string): Promise<void> {
    await sql.execute('DELETE FROM firing_guard WHERE campaign_id = ?', [campaignId]);
  }

  /** Lets them wait until later. */
  async postpone(sql: Sql, ids: readonly string[], until: Date): Promise<void> {
    await sql.execute('UPDATE firing SET due_at = ? WHERE id IN (?)', [until, ids]);
  }
}
