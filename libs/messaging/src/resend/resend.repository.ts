import { Injectable } from '@nestjs/common';
import { ChangeRepository, topics } from '#libs/contacts';
import { Database, DeadLetters, type Sql } from '#libs/platform';
import { resendKinds, unrenderable, type Resendable, type ResendKind } from './resend.js';

/** Rows of one statement: fewer say that there are no more. */
export const resendChunk = 1000;

const bounced = (classes: string) =>
  `EXISTS (SELECT 1 FROM bounce b WHERE b.delivery_id = d.id AND b.class IN (${classes}))`;
const suppressed = `EXISTS (SELECT 1 FROM suppression s
  WHERE s.channel = d.channel AND s.address_hash = d.address_hash)`;
const rejected = `d.state = 'failed' AND d.reason = 'rejected'`;

const conditions: Record<ResendKind, string> = {
  expired: `d.state = 'failed' AND d.reason = 'expired'`,
  refused: `${rejected} AND ${bounced(`'soft', 'unknown'`)} AND NOT ${bounced(`'hard', 'block'`)}`,
  blocked: `${rejected} AND ${bounced(`'block'`)} AND NOT ${bounced(`'hard'`)}`,
  unrenderable: `d.state = 'failed' AND d.reason = 'unrenderable'`,
  held: `d.state = 'held'`,
  lifted: `${rejected} AND ${bounced(`'hard'`)} AND NOT ${suppressed}`,
};

/** Whose person was erased has no address, and is never sent to again. */
const givenUp = `d.mailing_id IN (SELECT id FROM mailing WHERE campaign_id = ?)
  AND d.state IN ('failed', 'held') AND d.address_hash IS NOT NULL`;
const ofCampaign = `FROM delivery d FORCE INDEX (delivery_due) WHERE ${givenUp}`;
/** Looks at that row alone, and locks no other. */
const oneOfCampaign = `FROM delivery d FORCE INDEX (PRIMARY) WHERE d.id = ? AND ${givenUp}`;

/** Gives deliveries back to the senders that had been given up. Their rows stay the same ones. */
@Injectable()
export class ResendRepository {
  constructor(
    private readonly database: Database,
    private readonly changes: ChangeRepository,
    private readonly letters: DeadLetters,
  ) {}

  /** Null when there is no such delivery. */
  async campaignOf(deliveryId: string): Promise<string | null> {
    const [row] = await this.database.query<{ campaignId: string }>(
      'SELECT campaign_id AS campaignId FROM delivery WHERE id = ?',
      [deliveryId],
    );
    return row?.campaignId ?? null;
  }

  /** How many of a campaign may be sent again. */
  async count(campaignId: string, sql: Sql = this.database): Promise<Resendable> {
    const sums = resendKinds.map((kind) => `COALESCE(SUM(${conditions[kind]}), 0) AS ${kind}`);
    const [row] = await sql.query<Record<ResendKind, string>>(
      `SELECT ${sums.join(', ')} ${ofCampaign}`,
      [campaignId],
    );
    const entries = resendKinds.map((kind) => [kind, Number(row?.[kind] ?? 0)]);
    return Object.fromEntries(entries) as Resendable;
  }

  /**
   * Makes up to a thousand due again; attempts and the Message-ID stay. What it has taken it does not
   * find again: asked twice, it does it once.
   * @param deliveryId that one alone.
   * @returns how many.
   */
  async resend(
    sql: Sql,
    campaignId: string,
    kinds: readonly ResendKind[],
    deliveryId: string | null = null,
  ): Promise<number> {
    const rows = await sql.query<{ id: string; contactId: string }>(
      `SELECT d.id, d.contact_id AS contactId
       ${deliveryId === null ? ofCampaign : oneOfCampaign}
         AND (${kinds.map((kind) => `(${conditions[kind]})`).join(' OR ')})
       LIMIT ${resendChunk} FOR UPDATE`,
      deliveryId === null ? [campaignId] : [deliveryId, campaignId],
    );
    if (rows.length === 0) return 0;
    await sql.execute(
      `UPDATE delivery FORCE INDEX (PRIMARY) SET state = 'deferred', reason = NULL, token = NULL,
         lease_until = NULL, due_at = NOW(3), finished_at = NULL, reply_code = NULL,
         reply_status = NULL
       WHERE id IN (?)`,
      [rows.map(({ id }) => id)],
    );
    await this.letters.forget(
      sql,
      unrenderable,
      rows.map(({ id }) => id),
    );
    await this.changes.note(
      sql,
      rows.map(({ contactId }) => contactId),
      topics.messages,
    );
    return rows.length;
  }
}
