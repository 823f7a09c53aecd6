import { Injectable } from '@nestjs/common';
import { shardCount } from '#libs/contacts';
import { Database, type Sql } from '#libs/platform';
import type { Statement } from '#libs/rules';
import type { IdRange } from './ranges.js';

/** Instants after `from`, up to `until`. */
export interface Spell {
  from: Date;
  until: Date;
}

/** Contacts whose reminders of a spell are still to be written, from `after` on, and the rule. */
export interface Renewal extends Spell {
  segmentId: string;
  generation: number;
  after: string;
  rule: string;
}

const endless = '18446744073709551615';

/** Reminders of when time may change somebody's verdict. */
@Injectable()
export class RemindingRepository {
  constructor(private readonly database: Database) {}

  /** Writes the reminders of a range that lie within a spell; an earlier one that is there stays. */
  async add(
    sql: Sql,
    segmentId: string,
    reminders: readonly Statement[],
    { after, through }: IdRange,
    { from, until }: Spell,
  ): Promise<void> {
    for (const reminder of reminders)
      await sql.execute(
        `INSERT INTO segment_due (contact_id, segment_id, shard, changes_at)
         SELECT s.contact_id, ?, s.contact_id % ${shardCount}, s.at FROM (${reminder.sql}) s
         WHERE s.contact_id + 0 > ? AND s.contact_id + 0 <= ? AND s.at > ? AND s.at <= ?
         ORDER BY s.contact_id
         ON DUPLICATE KEY UPDATE changes_at = LEAST(changes_at, VALUES(changes_at))`,
        [segmentId, ...reminder.parameters, after, through, from, until],
      );
  }

  /** Segments whose reminders end before an instant. */
  async ending(before: Date): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      'SELECT segment_id AS id FROM segment_keep WHERE rule IS NOT NULL AND reminded_until < ?',
      [before],
    );
    return rows.map(({ id }) => id);
  }

  /** Asks for everybody's reminders of a spell. */
  async want(
    sql: Sql,
    { segmentId, generation }: { segmentId: string; generation: number },
    { from, until }: Spell,
  ): Promise<void> {
    await sql.execute(
      `INSERT INTO segment_reminding (segment_id, generation, from_instant, after_id, until_instant)
       VALUES (?, ?, ?, 0, ?)`,
      [segmentId, generation, from, until],
    );
  }

  /** What is still to be written for generations that serve, the oldest first. */
  open(): Promise<Renewal[]> {
    return this.database.query<Renewal>(
      `SELECT r.segment_id AS segmentId, r.generation, r.from_instant AS \`from\`, r.after_id AS after,
         r.until_instant AS until, k.rule
       FROM segment_reminding r
       JOIN segment_keep k ON k.segment_id = r.segment_id AND k.generation = r.generation
       WHERE k.rule IS NOT NULL ORDER BY r.from_instant`,
    );
  }

  /**
   * Takes some contacts off the beginning.
   * @returns them, if nobody else has: then their reminders are ours to write
   */
  async take(sql: Sql, renewal: Renewal, contacts: bigint): Promise<IdRange | undefined> {
    const { segmentId, generation, from, after } = renewal;
    const [row] = await sql.query<{ id: string | null }>('SELECT MAX(id) AS id FROM contact');
    const end = BigInt(after) + contacts;
    const all = end >= BigInt(row?.id ?? 0);
    const own = 'segment_id = ? AND generation = ? AND from_instant = ? AND after_id = ?';
    const values = [segmentId, generation, from, after];
    const { affectedRows } = all
      ? await sql.execute(`DELETE FROM segment_reminding WHERE ${own}`, values)
      : await sql.execute(`UPDATE segment_reminding SET after_id = ? WHERE ${own}`, [
          String(end),
          ...values,
        ]);
    return affectedRows > 0 ? { after, through: all ? endless : String(end) } : undefined;
  }

  /** Forgets what is asked for generations that no longer serve. */
  async forget(): Promise<void> {
    await this.database.execute(
      `DELETE r FROM segment_reminding r JOIN segment_keep k ON k.segment_id = r.segment_id
       WHERE r.generation <> k.generation OR k.rule IS NULL`,
    );
  }
}
