import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Database, ENV, type Env, type Sql } from '#libs/platform';
import type { ChannelName } from '../channels/channel.js';
import type { DeliveryState } from './delivery-state.js';
import type { Purpose } from './mailing.js';

/** A delivery that this process holds by token and lease. */
export interface ClaimedDelivery {
  id: string;
  mailingId: string;
  contactId: string;
  channel: ChannelName;
  purpose: Purpose;
  addressHash: Buffer;
  /** Attempts made before this one. */
  attempts: number;
  /** Seconds since it was planned. */
  age: number;
  token: Buffer;
}

/** One line of a campaign's ledger, for lists. */
export interface DeliveryLine {
  id: string;
  contactId: string;
  state: DeliveryState;
  reason: string | null;
  attempts: number;
  intentAt: Date | null;
  finishedAt: Date | null;
  uncertainAt: Date | null;
  replyCode: number | null;
  replyStatus: string | null;
}

/** Claims and reads the ledger. Intents and outcomes are the flush repository's. */
@Injectable()
export class LedgerRepository {
  constructor(
    private readonly database: Database,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /**
   * Takes up to `limit` due deliveries of a mailing for this process, oldest due first. Rows that
   * another process is just claiming are passed over, and of a mailing whose gate is closed nothing is
   * claimed: it would only be given back.
   */
  async claim(mailingId: string, limit: number): Promise<ClaimedDelivery[]> {
    const open = await this.database.query('SELECT 1 FROM mailing WHERE id = ? AND open = 1', [
      mailingId,
    ]);
    if (open.length === 0) return [];
    const token = randomBytes(16);
    return this.database.transaction(async (sql) => {
      const claimed: ClaimedDelivery[] = [];
      // One state a statement: equality on both leading columns lets the index give the order.
      for (const state of ['deferred', 'planned'] as const) {
        if (claimed.length >= limit) break;
        claimed.push(...(await this.claimIn(sql, state, mailingId, token, limit - claimed.length)));
      }
      return claimed;
    });
  }

  private async claimIn(
    sql: Sql,
    state: 'deferred' | 'planned',
    mailingId: string,
    token: Buffer,
    limit: number,
  ): Promise<ClaimedDelivery[]> {
    const rows = await sql.query<Omit<ClaimedDelivery, 'token'>>(
      `SELECT id, mailing_id AS mailingId, contact_id AS contactId, channel, purpose,
         address_hash AS addressHash, attempts,
         TIMESTAMPDIFF(SECOND, planned_at, NOW(3)) + 0e0 AS age
       FROM delivery
       WHERE mailing_id = ? AND state = ? AND due_at <= NOW(3)
       ORDER BY due_at, id LIMIT ? FOR UPDATE SKIP LOCKED`,
      [mailingId, state, limit],
    );
    if (rows.length === 0) return [];
    await sql.execute(
      `UPDATE delivery SET state = 'claimed', token = ?,
         lease_until = NOW(3) + INTERVAL ? SECOND
       WHERE id IN (?)`,
      [token, this.env.leaseSeconds, rows.map(({ id }) => id)],
    );
    return rows.map((row) => ({ ...row, token }));
  }

  /** How many deliveries of a campaign are in each state. */
  async countByState(campaignId: string): Promise<Partial<Record<DeliveryState, number>>> {
    const rows = await this.database.query<{ state: DeliveryState; n: string }>(
      // By mailing, since an index holds that with the state: nothing else need be read.
      `SELECT state, COUNT(*) AS n FROM delivery
       WHERE mailing_id IN (SELECT id FROM mailing WHERE campaign_id = ?) GROUP BY state`,
      [campaignId],
    );
    return Object.fromEntries(rows.map(({ state, n }) => [state, Number(n)]));
  }

  /** Accepted in the last `seconds`: what the present rate is made from. */
  async acceptedSince(campaignId: string, seconds: number): Promise<number> {
    const [row] = await this.database.query<{ n: string }>(
      `SELECT COUNT(*) AS n FROM delivery
       WHERE mailing_id IN (SELECT id FROM mailing WHERE campaign_id = ?)
         AND state = 'accepted' AND finished_at > NOW(3) - INTERVAL ? SECOND`,
      [campaignId, seconds],
    );
    return Number(row?.n ?? 0);
  }

  /** Whether a mailing has a delivery that still moves by itself. */
  async hasOpen(mailingId: string): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT 1 FROM delivery WHERE mailing_id = ?
         AND state IN ('planned', 'claimed', 'sending', 'deferred', 'uncertain') LIMIT 1`,
      [mailingId],
    );
    return rows.length > 0;
  }

  /** A page of a campaign's deliveries, by id; `uncertain` asks for those that ever were. */
  list(
    campaignId: string,
    filter: { state?: DeliveryState; uncertain?: boolean; after: string; limit: number },
  ): Promise<DeliveryLine[]> {
    return this.database.query<DeliveryLine>(
      `SELECT id, contact_id AS contactId, state, reason, attempts, intent_at AS intentAt,
         finished_at AS finishedAt, uncertain_at AS uncertainAt, reply_code AS replyCode,
         reply_status AS replyStatus
       FROM delivery
       WHERE campaign_id = ? AND id > ? AND (? IS NULL OR state = ?)
         AND (? = 0 OR uncertain_at IS NOT NULL)
       ORDER BY id LIMIT ?`,
      [
        campaignId,
        filter.after,
        filter.state ?? null,
        filter.state ?? null,
        filter.uncertain ? 1 : 0,
        filter.limit,
      ],
    );
  }
}
