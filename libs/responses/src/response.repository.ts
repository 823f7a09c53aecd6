import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ChangeRepository, Erasers, topics } from '#libs/contacts';
import { Database, type Sql } from '#libs/platform';
import type { ActorVerdict } from './actor.js';

export type ResponseKind = 'open' | 'click' | 'unsubscribe' | 'bounce' | 'complaint' | 'reply';

/** The delivery that a response belongs to. */
export interface RespondedDelivery {
  id: string;
  campaignId: string;
  contactId: string;
  channel: 'email' | 'sms';
  purpose: string;
  templateVersionId: string;
  campaignName: string;
  /** When it was handed over, or last tried. */
  sentAt: Date | null;
  /** The person was erased since: nothing more is kept of what they do. */
  erased: boolean;
}

/** What of it a kept response names. */
export type Responded = Pick<RespondedDelivery, 'id' | 'campaignId' | 'contactId'>;

export interface NewResponse extends ActorVerdict {
  kind: ResponseKind;
  linkPosition: number | null;
  detail: string | null;
  occurredAt: Date;
}

/**
 * What came back. Rows are added; only who did it may turn out otherwise, and words that somebody
 * sent along are forgotten with the person: the row itself is one of the campaign's totals.
 */
@Injectable()
export class ResponseRepository implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly erasers: Erasers,
    private readonly changes: ChangeRepository,
  ) {}

  onModuleInit(): void {
    this.erasers.add(async (sql, contactIds) => {
      await sql.execute('UPDATE response SET detail = NULL WHERE contact_id IN (?)', [contactIds]);
    });
  }

  async delivery(id: string): Promise<RespondedDelivery | null> {
    const [row] = await this.database.query<Omit<RespondedDelivery, 'erased'> & { erased: number }>(
      `SELECT d.id, d.campaign_id AS campaignId, d.contact_id AS contactId, d.channel, d.purpose,
         m.template_version_id AS templateVersionId, m.campaign_name AS campaignName,
         COALESCE(d.finished_at, d.intent_at) AS sentAt, c.id IS NULL AS erased
       FROM delivery d JOIN mailing m ON m.id = d.mailing_id
       LEFT JOIN contact c ON c.id = d.contact_id WHERE d.id = ?`,
      [id],
    );
    return row ? { ...row, erased: row.erased === 1 } : null;
  }

  async add(delivery: RespondedDelivery, response: NewResponse): Promise<void> {
    await this.database.transaction(async (sql) => {
      await this.insert(sql, delivery, response);
      await this.changes.note(sql, [delivery.contactId], topics.messages);
    });
    this.changes.ring();
  }

  /**
   * Keeps one of its kind a delivery, with the earliest of the times that were told. The delivery's row
   * must be locked.
   * @returns whether it is the first.
   */
  async keepOnce(sql: Sql, delivery: Responded, response: NewResponse): Promise<boolean> {
    const which = 'delivery_id = ? AND kind = ?';
    const key = [delivery.id, response.kind];
    const [known] = await sql.query(`SELECT id FROM response WHERE ${which} LIMIT 1`, key);
    if (known)
      await sql.execute(`UPDATE response SET occurred_at = LEAST(occurred_at, ?) WHERE ${which}`, [
        response.occurredAt,
        ...key,
      ]);
    else await this.insert(sql, delivery, response);
    await this.changes.note(sql, [delivery.contactId], topics.messages);
    return known === undefined;
  }

  /** One more, in a transaction that the caller rings for. */
  async keep(sql: Sql, delivery: Responded, response: NewResponse): Promise<void> {
    await this.insert(sql, delivery, response);
    await this.changes.note(sql, [delivery.contactId], topics.messages);
  }

  private async insert(
    sql: Sql,
    { id, campaignId, contactId }: Responded,
    response: NewResponse,
  ): Promise<void> {
    await sql.execute(
      `INSERT INTO response (delivery_id, campaign_id, contact_id, kind, actor, actor_reason,
         link_position, detail, occurred_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        id,
        campaignId,
        contactId,
        response.kind,
        response.actor,
        response.reason,
        response.linkPosition,
        response.detail,
        response.occurredAt,
      ],
    );
  }

  /** Links of a delivery followed since `since`, `except` left out. */
  async linksSince(deliveryId: string, since: Date, except: number): Promise<number> {
    const [row] = await this.database.query<{ n: string }>(
      `SELECT COUNT(DISTINCT link_position) AS n FROM response
       WHERE delivery_id = ? AND kind = 'click' AND occurred_at >= ? AND link_position <> ?`,
      [deliveryId, since, except],
    );
    return Number(row?.n ?? 0);
  }

  /** Counts a person's clicks since `since` among the machine's: they were the first of a burst. */
  async markBurst({ id, contactId }: RespondedDelivery, since: Date): Promise<void> {
    await this.database.transaction(async (sql) => {
      await sql.execute(
        `UPDATE response SET actor = 'machine', actor_reason = 'burst'
         WHERE delivery_id = ? AND kind = 'click' AND actor = 'person' AND occurred_at >= ?`,
        [id, since],
      );
      await this.changes.note(sql, [contactId], topics.messages);
    });
    this.changes.ring();
  }

  async has(deliveryId: string, kind: ResponseKind): Promise<boolean> {
    const rows = await this.database.query(
      'SELECT 1 FROM response WHERE delivery_id = ? AND kind = ? LIMIT 1',
      [deliveryId, kind],
    );
    return rows.length > 0;
  }
}
