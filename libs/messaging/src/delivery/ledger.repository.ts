import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/platform';
import type { BounceClass } from '../bounces/bounce-class.js';
import type { ChannelName } from '../channels/channel.js';
import type { PartState } from '../sms/part.repository.js';
import { openMailing, openMailingValues } from '../switch/open-mailing.js';
import { Tide } from '../switch/tide.js';
import type { DeliveryState } from './delivery-state.js';
import type { Purpose } from './mailing.js';

/** A delivery whose turn has come, as it stood when it was looked at. */
export interface DueDelivery {
  id: string;
  mailingId: string;
  contactId: string;
  channel: ChannelName;
  purpose: Purpose;
  addressHash: Buffer;
  /** Attempts made before this one. */
  attempts: number;
  dueAt: Date;
  /** Seconds since it was planned. */
  age: number;
  /** Of the attempt that is to be made: whoever writes an intent makes the row theirs by it. */
  token: Buffer;
}

/** A part of a mailing's deliveries, so that several may send without getting into each other's way. */
export interface Share {
  /** 0 to `of` − 1 */
  slot: number;
  of: number;
}

/** The states that wait for their turn. */
const waiting = ['deferred', 'planned'] as const;

/** Where to go on looking in each state: what lies before is in hand or gone. */
export type DueCursor = Partial<Record<(typeof waiting)[number], { dueAt: Date; id: string }>>;

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
  /** The gravest bounce of it, at sending or later; null while none is known. */
  bounce: BounceClass | null;
  /** Of a text message: what became of all its parts; null while that is not known. */
  receipt: PartState | null;
}

/** Reads the ledger. Intents and outcomes are the flush repository's. */
@Injectable()
export class LedgerRepository {
  constructor(
    private readonly database: Database,
    private readonly tide: Tide,
  ) {}

  /**
   * Up to `limit` deliveries of a mailing that are due, oldest first. They are looked at and not taken:
   * an intent takes them, and whoever comes too late learns that from it.
   * @param cursor where the last look ended; it is moved on.
   * @returns none while the mailing's gate is closed, or all sending is held.
   */
  async due(
    mailingId: string,
    limit: number,
    cursor: DueCursor,
    share: Share = { slot: 0, of: 1 },
  ): Promise<DueDelivery[]> {
    const token = randomBytes(16);
    const due: DueDelivery[] = [];
    // One state a statement: equality on both leading columns lets the index give the order.
    for (const state of waiting) {
      if (due.length >= limit) break;
      const rows = await this.dueIn(state, mailingId, limit - due.length, cursor, share);
      const last = rows.at(-1);
      if (last) cursor[state] = { dueAt: last.dueAt, id: last.id };
      for (const row of rows) due.push({ ...row, token });
    }
    return due;
  }

  private dueIn(
    state: (typeof waiting)[number],
    mailingId: string,
    limit: number,
    { [state]: after }: DueCursor,
    { slot, of }: Share,
  ): Promise<Omit<DueDelivery, 'token'>[]> {
    return this.database.query(
      `SELECT id, mailing_id AS mailingId, contact_id AS contactId, channel, purpose,
         address_hash AS addressHash, attempts, due_at AS dueAt,
         TIMESTAMPDIFF(SECOND, planned_at, NOW(3)) + 0e0 AS age
       FROM delivery FORCE INDEX (delivery_due)
       WHERE mailing_id = ? AND state = ? AND due_at <= NOW(3) AND id % ? = ?
         AND EXISTS (${openMailing})
         ${after ? 'AND due_at >= ? AND (due_at > ? OR id > ?)' : ''}
       ORDER BY due_at, id LIMIT ?`,
      [
        ...[mailingId, state, of, slot, ...openMailingValues(mailingId, this.tide)],
        ...(after ? [after.dueAt, after.dueAt, after.id] : []),
        limit,
      ],
    );
  }

  /**
   * Milliseconds until the next delivery of a mailing is due, 0 if one is; null when none will be, or not
   * while things stand as they do: its gate is closed, or all sending is held.
   */
  async untilDue(mailingId: string): Promise<number | null> {
    const soonest = await Promise.all(
      waiting.map((state) =>
        this.database.query<{ ms: number }>(
          `SELECT GREATEST(0, TIMESTAMPDIFF(MICROSECOND, NOW(3), due_at) DIV 1000) + 0e0 AS ms
           FROM delivery FORCE INDEX (delivery_due)
           WHERE mailing_id = ? AND state = ? AND EXISTS (${openMailing})
           ORDER BY due_at LIMIT 1`,
          [mailingId, state, ...openMailingValues(mailingId, this.tide)],
        ),
      ),
    );
    const ms = soonest.flat().map((row) => row.ms);
    return ms.length > 0 ? Math.min(...ms) : null;
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

  /** Whether a mailing has a delivery that still moves by itself. */
  async hasOpen(mailingId: string, sql: Sql = this.database): Promise<boolean> {
    const rows = await sql.query(
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
         reply_status AS replyStatus,
         (SELECT b.class FROM bounce b WHERE b.delivery_id = delivery.id ORDER BY b.class LIMIT 1)
           AS bounce,
         (SELECT IF(MAX(p.state = 'undelivered'), 'undelivered',
             IF(COUNT(*) > 0 AND COUNT(*) = COUNT(p.state), 'delivered', NULL))
           FROM sms_part p WHERE p.delivery_id = delivery.id) AS receipt
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
