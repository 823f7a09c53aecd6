import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/platform';
import type { NewEvent } from '../events/event.js';
import type { Item } from './item.js';
import type { Visitor } from './people.js';

/** Waiting events that are taken at a time: of 32 KB each at most. */
const taken = 500;

/** Rows that are forgotten at a time. */
const swept = 1000;

interface WaitingRow {
  id: string;
  anonymous_id: string;
  name: string;
  occurred_at: Date;
  client_hash: Buffer;
  value: string | null;
  currency: string | null;
  properties: unknown;
  history: number;
}

/** Visitors, and what those did who have not said who they are. */
@Injectable()
export class VisitorRepository {
  constructor(private readonly database: Database) {}

  /**
   * Visitors by their ids, unknown ones made. Their rows are locked until the transaction ends: an event
   * cannot be left waiting by one while another links the visitor.
   */
  async lock(sql: Sql, ids: Iterable<string>, now: Date): Promise<Map<string, Visitor>> {
    // In one order, so that two transactions wait for each other rather than deadlock.
    const wanted = [...new Set(ids)].sort();
    if (wanted.length === 0) return new Map();
    await sql.execute(
      `INSERT INTO anonymous (anonymous_id, seen_at) VALUES ?
       ON DUPLICATE KEY UPDATE seen_at = VALUES(seen_at)`,
      [wanted.map((id) => [id, now])],
    );
    const rows = await sql.query<{ id: string; contactId: string | null; waiting: number }>(
      `SELECT anonymous_id AS id, contact_id AS contactId, waiting FROM anonymous
       WHERE anonymous_id IN (?)`,
      [wanted],
    );
    return new Map(rows.map(({ id, ...visitor }) => [id, visitor]));
  }

  async link(sql: Sql, links: readonly (readonly [string, string])[], now: Date): Promise<void> {
    if (links.length === 0) return;
    await sql.execute(
      `INSERT INTO anonymous (anonymous_id, contact_id, seen_at, linked_at) VALUES ?
       ON DUPLICATE KEY UPDATE contact_id = VALUES(contact_id), waiting = 0,
         linked_at = VALUES(linked_at)`,
      [links.map(([anonymousId, contactId]) => [anonymousId, contactId, now, now])],
    );
  }

  /** Forgets those of whom nothing is known and for whom nothing waits. */
  async forget(sql: Sql, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await sql.execute(
      'DELETE FROM anonymous WHERE anonymous_id IN (?) AND contact_id IS NULL AND waiting = 0',
      [ids],
    );
  }

  /**
   * Takes what waited for these visitors, in the order in which it came, piece by piece: of some it is
   * more than belongs into memory at once.
   */
  async *takeWaiting(
    sql: Sql,
    contactOf: ReadonlyMap<string, string>,
  ): AsyncGenerator<readonly NewEvent[]> {
    const ids = [...contactOf.keys()];
    if (ids.length === 0) return;
    for (;;) {
      const rows = await sql.query<WaitingRow>(
        `SELECT id, anonymous_id, name, occurred_at, client_hash, value, currency, properties, history
         FROM anonymous_event WHERE anonymous_id IN (?) ORDER BY id LIMIT ${taken}`,
        [ids],
      );
      if (rows.length === 0) return;
      await sql.execute('DELETE FROM anonymous_event WHERE id IN (?)', [rows.map(({ id }) => id)]);
      yield rows.map((row) => ({
        clientHash: row.client_hash,
        contact: { by: 'id', value: contactOf.get(row.anonymous_id)! },
        name: row.name,
        occurredAt: row.occurred_at,
        value: row.value,
        currency: row.currency,
        properties: textOf(row.properties),
        history: row.history === 1,
      }));
      if (rows.length < taken) return;
    }
  }

  /** Keeps events until their visitors say who they are; one that is kept already is passed over. */
  async keep(sql: Sql, waiting: ReadonlyMap<string, readonly Item[]>): Promise<void> {
    const all = [...waiting].flatMap(([id, items]) => items.map((item) => ({ id, item })));
    if (all.length === 0) return;
    const stored = await sql.query<{ client_hash: Buffer }>(
      'SELECT client_hash FROM anonymous_event WHERE client_hash IN (?)',
      [all.map(({ item }) => item.hash)],
    );
    const seen = new Set(stored.map((row) => row.client_hash.toString('hex')));
    const fresh = all.filter(({ item }) => {
      const hash = item.hash.toString('hex');
      return !seen.has(hash) && seen.add(hash);
    });
    if (fresh.length === 0) return;
    await sql.execute(
      `INSERT INTO anonymous_event (anonymous_id, name, occurred_at, received_at, client_hash, value,
         currency, properties, history) VALUES ?`,
      [
        fresh.map(({ id, item: { message, receivedAt, hash, history } }) => [
          id,
          message.event!.name,
          message.at,
          receivedAt,
          hash,
          message.event!.value,
          message.event!.currency,
          message.event!.properties,
          history ? 1 : 0,
        ]),
      ],
    );
    const counts = new Map<string, number>();
    for (const { id } of fresh) counts.set(id, (counts.get(id) ?? 0) + 1);
    await sql.execute(
      `INSERT INTO anonymous (anonymous_id, waiting, seen_at) VALUES ?
       ON DUPLICATE KEY UPDATE waiting = waiting + VALUES(waiting)`,
      [[...counts].map(([id, n]) => [id, n, fresh[0]!.item.receivedAt])],
    );
  }

  /** Forgets events that have waited since before, and strangers who were not seen since. */
  async sweep(before: Date): Promise<void> {
    while ((await this.database.transaction((sql) => this.sweepEvents(sql, before))) === swept);
    const visitors = `DELETE FROM anonymous WHERE seen_at < ? AND contact_id IS NULL LIMIT ${swept}`;
    while ((await this.database.execute(visitors, [before])).affectedRows === swept);
  }

  /** A share of them, which no longer wait. @returns how many */
  private async sweepEvents(sql: Sql, before: Date): Promise<number> {
    const rows = await sql.query<{ id: string; visitor: string }>(
      `SELECT id, anonymous_id AS visitor FROM anonymous_event WHERE received_at < ? LIMIT ${swept}`,
      [before],
    );
    if (rows.length === 0) return 0;
    const visitors = [...new Set(rows.map(({ visitor }) => visitor))].sort();
    // Visitors first and in order, as whoever takes messages in locks them.
    await sql.query(
      'SELECT 1 FROM anonymous WHERE anonymous_id IN (?) ORDER BY anonymous_id FOR UPDATE',
      [visitors],
    );
    await sql.execute('DELETE FROM anonymous_event WHERE id IN (?)', [rows.map(({ id }) => id)]);
    await sql.execute(
      `UPDATE anonymous a SET waiting = (
         SELECT COUNT(*) FROM anonymous_event e WHERE e.anonymous_id = a.anonymous_id)
       WHERE a.anonymous_id IN (?)`,
      [visitors],
    );
    return rows.length;
  }
}

/** JSON columns arrive parsed from MariaDB and as text where the driver sees LONGTEXT. */
const textOf = (json: unknown): string | null =>
  json === null || typeof json === 'string' ? json : JSON.stringify(json);
