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
  /** It is, or was, not known whether it arrived. */
  uncertain: boolean;
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

/** A response and whose it is. */
export interface ResponseOf {
  delivery: Responded;
  response: NewResponse;
}

type DeliveryRow = Omit<RespondedDelivery, 'erased' | 'uncertain'> & {
  erased: number;
  uncertain: number;
};

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
    return (await this.deliveries([id], { erased: true })).get(id) ?? null;
  }

  /** By id. Those of people who were erased are in it only when asked for. */
  async deliveries(
    ids: readonly string[],
    { erased = false } = {},
  ): Promise<Map<string, RespondedDelivery>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.query<DeliveryRow>(
      `SELECT d.id, d.campaign_id AS campaignId, d.contact_id AS contactId, d.channel, d.purpose,
         m.template_version_id AS templateVersionId, m.campaign_name AS campaignName,
         COALESCE(d.finished_at, d.intent_at) AS sentAt, c.id IS NULL AS erased,
         d.uncertain_at IS NOT NULL AS uncertain
       FROM delivery d JOIN mailing m ON m.id = d.mailing_id
       LEFT JOIN contact c ON c.id = d.contact_id WHERE d.id IN (?)`,
      [ids],
    );
    return new Map(
      rows
        .map((row) => ({ ...row, erased: row.erased === 1, uncertain: row.uncertain === 1 }))
        .filter((row) => erased || !row.erased)
        .map((row) => [row.id, row]),
    );
  }

  async add(delivery: Responded, response: NewResponse): Promise<void> {
    await this.database.transaction((sql) => this.keep(sql, delivery, response));
    this.changes.ring();
  }

  /**
   * Adds opens and clicks. Where a click ends a burst, those before it since `since` were a machine's too.
   */
  async addVisits(visits: readonly ResponseOf[], since: Date): Promise<void> {
    if (visits.length === 0) return;
    const bursts = visits.filter(({ response }) => response.reason === 'burst');
    await this.database.transaction(async (sql) => {
      await this.insert(sql, visits);
      if (bursts.length > 0)
        await sql.execute(
          `UPDATE response SET actor = 'machine', actor_reason = 'burst'
           WHERE delivery_id IN (?) AND kind = 'click' AND actor = 'person' AND occurred_at >= ?`,
          [bursts.map(({ delivery }) => delivery.id), since],
        );
      const people = new Set(visits.map(({ delivery }) => delivery.contactId));
      await this.changes.noteWanted(sql, [...people], topics.messages);
    }, 'REPEATABLE READ');
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
    else await this.insert(sql, [{ delivery, response }]);
    await this.changes.note(sql, [delivery.contactId], topics.messages);
    return known === undefined;
  }

  /** One more, in a transaction that the caller rings for. */
  async keep(sql: Sql, delivery: Responded, response: NewResponse): Promise<void> {
    await this.insert(sql, [{ delivery, response }]);
    await this.changes.note(sql, [delivery.contactId], topics.messages);
  }

  private async insert(sql: Sql, responses: readonly ResponseOf[]): Promise<void> {
    await sql.execute(
      `INSERT INTO response (delivery_id, campaign_id, contact_id, kind, actor, actor_reason,
         link_position, detail, occurred_at) VALUES ?`,
      [
        responses.map(({ delivery, response }) => [
          delivery.id,
          delivery.campaignId,
          delivery.contactId,
          response.kind,
          response.actor,
          response.reason,
          response.linkPosition,
          response.detail,
          response.occurredAt,
        ]),
      ],
    );
  }

  /** The links followed since `since`, by delivery. */
  async linksSince(
    deliveryIds: readonly string[],
    since: Date,
  ): Promise<Map<string, Set<number | null>>> {
    const followed = new Map<string, Set<number | null>>();
    if (deliveryIds.length === 0) return followed;
    const rows = await this.database.query<{ id: string; position: number }>(
      `SELECT DISTINCT delivery_id AS id, link_position AS position FROM response
       WHERE delivery_id IN (?) AND kind = 'click' AND occurred_at >= ?`,
      [deliveryIds, since],
    );
    for (const { id, position } of rows)
      followed.set(id, (followed.get(id) ?? new Set()).add(position));
    return followed;
  }

  async has(deliveryId: string, kind: ResponseKind): Promise<boolean> {
    const rows = await this.database.query(
      'SELECT 1 FROM response WHERE delivery_id = ? AND kind = ? LIMIT 1',
      [deliveryId, kind],
    );
    return rows.length > 0;
  }
}
