import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/platform';
import type { CauseKind } from './trigger.js';

/** A trigger that has started and not ended. */
export interface LiveRow {
  campaignId: string;
  versionId: string;
  startedAt: Date;
}

export type LiveState = 'running' | 'paused';

/** A trigger that has ended, while its campaign has not been closed. */
export interface EndedRow {
  campaignId: string;
  mailingId: string;
  state: 'running' | 'cancelled';
  /** Who stopped it. */
  endedBy: string | null;
}

const live = `campaign_trigger t JOIN campaign c ON c.id = t.campaign_id
  WHERE t.ended_at IS NULL AND c.state IN ('running', 'paused')`;
const columns = 'c.id AS campaignId, c.version_id AS versionId, t.started_at AS startedAt';

/** Which campaigns wait for something to happen to somebody. */
@Injectable()
export class LiveTriggerRepository {
  constructor(private readonly database: Database) {}

  async begin(sql: Sql, campaignId: string, kind: CauseKind, now: Date): Promise<void> {
    await sql.execute(
      'INSERT INTO campaign_trigger (campaign_id, kind, started_at) VALUES (?, ?, ?)',
      [campaignId, kind, now],
    );
  }

  /** The id of an event's name, on the transaction's own connection. */
  async eventNameId(sql: Sql, name: string): Promise<string> {
    const [row] = await sql.query<{ id: number }>('SELECT id FROM event_name WHERE name = ?', [
      name,
    ]);
    if (!row) throw new Error(`The event ${name} was not named when the campaign was approved.`);
    return String(row.id);
  }

  /** @returns whether there was one to end. */
  async end(sql: Sql, campaignId: string, now: Date, userId: string | null): Promise<boolean> {
    const { affectedRows } = await sql.execute(
      `UPDATE campaign_trigger SET ended_at = ?, ended_by = ?
       WHERE campaign_id = ? AND ended_at IS NULL`,
      [now, userId, campaignId],
    );
    return affectedRows > 0;
  }

  /** Those that start by time. */
  timed(): Promise<LiveRow[]> {
    return this.database.query<LiveRow>(
      `SELECT ${columns} FROM ${live} AND t.kind IN ('date', 'calendar')`,
    );
  }

  byIds(campaignIds: readonly string[]): Promise<LiveRow[]> {
    if (campaignIds.length === 0) return Promise.resolve([]);
    return this.database.query<LiveRow>(`SELECT ${columns} FROM ${live} AND c.id IN (?)`, [
      campaignIds,
    ]);
  }

  /** Running ones with a firing whose hour has come. */
  withDue(now: Date): Promise<LiveRow[]> {
    return this.database.query<LiveRow>(
      `SELECT ${columns} FROM ${live} AND c.state = 'running' AND EXISTS (
         SELECT 1 FROM firing f
         WHERE f.campaign_id = c.id AND f.state = 'waiting' AND f.due_at <= ?)`,
      [now],
    );
  }

  /**
   * Keeps campaigns as they are until the transaction ends: whoever pauses, stops or cancels one waits
   * so long, and afterwards nothing more is fired.
   * @returns the state of each that is live.
   */
  async hold(sql: Sql, campaignIds: readonly string[]): Promise<ReadonlyMap<string, LiveState>> {
    if (campaignIds.length === 0) return new Map();
    const states = await sql.query<{ id: string; state: LiveState }>(
      `SELECT id, state FROM campaign WHERE id IN (?) AND state IN ('running', 'paused')
       ORDER BY id LOCK IN SHARE MODE`,
      [campaignIds],
    );
    // Asked once the campaigns are held: while it waited for them, one may have been stopped.
    const rows = await sql.query<{ id: string }>(
      `SELECT campaign_id AS id FROM campaign_trigger
       WHERE campaign_id IN (?) AND ended_at IS NULL`,
      [campaignIds],
    );
    const live = new Set(rows.map(({ id }) => id));
    return new Map(states.filter(({ id }) => live.has(id)).map(({ id, state }) => [id, state]));
  }

  /** How one stands: when it began and when it ended. */
  async span(campaignId: string): Promise<{ startedAt: Date; endedAt: Date | null } | null> {
    const [row] = await this.database.query<{ startedAt: Date; endedAt: Date | null }>(
      `SELECT started_at AS startedAt, ended_at AS endedAt FROM campaign_trigger
       WHERE campaign_id = ?`,
      [campaignId],
    );
    return row ?? null;
  }

  /** Ended ones of campaigns that are still to be closed. */
  ended(): Promise<EndedRow[]> {
    return this.database.query<EndedRow>(
      `SELECT c.id AS campaignId, c.state, v.mailing_id AS mailingId, t.ended_by AS endedBy
       FROM campaign_trigger t JOIN campaign c ON c.id = t.campaign_id
       JOIN campaign_version v ON v.id = c.version_id
       WHERE t.ended_at IS NOT NULL
         AND (c.state = 'running' OR (c.state = 'cancelled' AND c.finished_at IS NULL))`,
    );
  }
}
