import { Injectable } from '@nestjs/common';
import type { FeedKind } from '#libs/contacts';
import { Database, type Sql } from '#libs/platform';
import type { Comparable } from '#libs/rules';

/** A line of the feed that somebody may wait for. */
export interface FeedRow {
  id: string;
  kind: FeedKind;
  /** event_name.id, or the segment's id. */
  subject: string;
}

/** What happened, once the feed's line is taken. */
export interface Happening extends FeedRow {
  ref: string;
  contactId: string;
  happenedAt: Date;
  /** Signals: whether an edit of the segment's rule made it, and nothing that happened. */
  byRule: boolean;
  /** Events. */
  value: string | null;
  currency: string | null;
  properties: Comparable;
}

/** An event that was taken in long ago. */
export interface PastHappening extends Happening {
  receivedAt: Date;
}

/** Who waits for it. */
export interface Interest {
  kind: FeedKind;
  subject: string;
  campaignId: string;
}

const eventColumns = `e.contact_id AS contactId, e.occurred_at AS happenedAt, 0 AS byRule, e.value,
  e.currency, e.comparable AS properties`;
const signalColumns = `s.contact_id AS contactId, s.at AS happenedAt, s.cause = 'rule' AS byRule,
  NULL AS value, NULL AS currency, NULL AS properties`;

type Raw = Omit<Happening, 'byRule' | 'properties'> & {
  byRule: string | number;
  properties: Comparable | null;
};

const read = ({ byRule, properties, ...row }: Raw): Happening => ({
  ...row,
  byRule: Number(byRule) === 1,
  properties: properties ?? {},
});

/** Reads the feed, and what its lines speak of. */
@Injectable()
export class HappeningRepository {
  constructor(private readonly database: Database) {}

  /** What stands next in the feed, without taking it. */
  next(limit: number): Promise<FeedRow[]> {
    return this.database.query<FeedRow>('SELECT id, kind, subject FROM feed ORDER BY id LIMIT ?', [
      limit,
    ]);
  }

  async interest(rows: readonly FeedRow[]): Promise<Interest[]> {
    return this.database.query<Interest>(
      `SELECT kind, subject, owner AS campaignId FROM feed_interest WHERE subject IN (?)`,
      [[...new Set(rows.map(({ subject }) => subject))]],
    );
  }

  /**
   * Takes these lines for the rest of the transaction, passing over those that another process has.
   * @returns what they speak of, in order; what was erased meanwhile is missing.
   */
  async take(sql: Sql, ids: readonly string[]): Promise<{ taken: string[]; found: Happening[] }> {
    const rows = await sql.query<{ id: string; kind: FeedKind; ref: string }>(
      'SELECT id, kind, ref FROM feed WHERE id IN (?) ORDER BY id FOR UPDATE SKIP LOCKED',
      [ids],
    );
    const taken = rows.map(({ id }) => id);
    if (taken.length === 0) return { taken, found: [] };
    const from = (columns: string, source: string) =>
      sql.query<Raw>(
        `SELECT f.id, f.kind, f.subject, f.ref, ${columns} FROM feed f ${source} WHERE f.id IN (?)`,
        [taken],
      );
    const raw: Raw[] = [];
    if (rows.some(({ kind }) => kind === 'event'))
      raw.push(...(await from(eventColumns, `JOIN event e ON f.kind = 'event' AND e.id = f.ref`)));
    if (rows.some(({ kind }) => kind !== 'event'))
      raw.push(
        ...(await from(
          signalColumns,
          `JOIN segment_signal s ON f.kind <> 'event' AND s.id = f.ref`,
        )),
      );
    const order = new Map(taken.map((id, at) => [id, at]));
    raw.sort((a, b) => order.get(a.id)! - order.get(b.id)!);
    return { taken, found: raw.map(read) };
  }

  async remove(sql: Sql, ids: readonly string[]): Promise<void> {
    await sql.execute('DELETE FROM feed WHERE id IN (?)', [ids]);
  }

  /** One event, or the contact's latest of a name. */
  async event(contactId: string, which: { id: string } | { name: string }) {
    const [condition, value] = 'id' in which ? ['e.id = ?', which.id] : ['n.name = ?', which.name];
    const [row] = await this.database.query<Raw & { name: string; receivedAt: Date }>(
      `SELECT '0' AS id, 'event' AS kind, e.name_id AS subject, e.id AS ref, ${eventColumns},
         n.name, e.received_at AS receivedAt
       FROM event e JOIN event_name n ON n.id = e.name_id
       WHERE e.contact_id = ? AND ${condition} ORDER BY e.occurred_at DESC, e.id DESC LIMIT 1`,
      [contactId, value],
    );
    return row ? { ...read(row), name: row.name, receivedAt: row.receivedAt } : null;
  }

  /** What contacts did under a name since an instant, in the order in which it came in. */
  async past(contactIds: readonly string[], name: string, since: Date): Promise<PastHappening[]> {
    if (contactIds.length === 0) return [];
    const rows = await this.database.query<Raw & { receivedAt: Date }>(
      `SELECT '0' AS id, 'event' AS kind, e.name_id AS subject, e.id AS ref, ${eventColumns},
         e.received_at AS receivedAt
       FROM event_name n JOIN event e FORCE INDEX (event_by_contact)
         ON e.name_id = n.id AND e.contact_id IN (?) AND e.occurred_at >= ?
       WHERE n.name = ? ORDER BY e.received_at, e.id`,
      [contactIds, since, name],
    );
    return rows.map((row) => ({ ...read(row), receivedAt: row.receivedAt }));
  }

  /** The contact's latest signal of a kind in a segment. */
  async signal(contactId: string, kind: 'entered' | 'left', segmentId: string) {
    const [row] = await this.database.query<Raw>(
      `SELECT '0' AS id, s.kind, s.segment_id AS subject, s.id AS ref, ${signalColumns}
       FROM segment_signal s WHERE s.contact_id = ? AND s.segment_id = ? AND s.kind = ?
       ORDER BY s.id DESC LIMIT 1`,
      [contactId, segmentId, kind],
    );
    return row ? read(row) : null;
  }
}
