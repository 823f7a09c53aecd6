import { Injectable } from '@nestjs/common';
import { shardCount } from '#libs/contacts';
import { Database, type Sql } from '#libs/platform';
import type { Statement } from '#libs/rules';
import type { Keep } from './keep.repository.js';
import type { IdRange } from './ranges.js';

/** A range whose far reminders are still to be written, and the rule that serves. */
export interface Postponed extends IdRange {
  segmentId: string;
  generation: number;
  /** As of when the range was judged. */
  instant: Date;
  rule: string;
}

/** Reminders of when time may change somebody's verdict: the near ones at once, the far ones later. */
@Injectable()
export class RemindingRepository {
  constructor(private readonly database: Database) {}

  /**
   * Writes the reminders of a range that lie between two instants, `until` included; an earlier one that
   * is there stays.
   */
  async add(
    sql: Sql,
    segmentId: string,
    reminders: readonly Statement[],
    { after, through }: IdRange,
    between: { from: Date; until: Date },
  ): Promise<void> {
    for (const reminder of reminders)
      await sql.execute(
        `INSERT INTO segment_due (contact_id, segment_id, shard, changes_at)
         SELECT s.contact_id, ?, s.contact_id % ${shardCount}, s.at FROM (${reminder.sql}) s
         WHERE s.contact_id + 0 > ? AND s.contact_id + 0 <= ? AND s.at > ? AND s.at <= ?
         ORDER BY s.contact_id
         ON DUPLICATE KEY UPDATE changes_at = LEAST(changes_at, VALUES(changes_at))`,
        [segmentId, ...reminder.parameters, after, through, between.from, between.until],
      );
  }

  /** The far reminders of a range of the generation that is being built come when it serves. */
  async postpone(sql: Sql, keep: Keep, { after, through }: IdRange): Promise<void> {
    await sql.execute(
      `INSERT INTO segment_reminding (segment_id, generation, after_id, through_id, instant)
       VALUES (?, ?, ?, ?, ?)`,
      [keep.segmentId, keep.buildGeneration, after, through, keep.buildInstant],
    );
  }

  /** A range of a generation that serves by now. */
  async next(): Promise<Postponed | undefined> {
    const [range] = await this.database.query<Postponed>(
      `SELECT r.segment_id AS segmentId, r.generation, r.after_id AS after, r.through_id AS through,
         r.instant, k.rule
       FROM segment_reminding r
       JOIN segment_keep k ON k.segment_id = r.segment_id AND k.generation = r.generation
       WHERE k.rule IS NOT NULL ORDER BY r.segment_id, r.after_id LIMIT 1`,
    );
    return range;
  }

  /** Takes the range away. @returns whether it was still there: then the reminders are ours to write */
  async take(sql: Sql, { segmentId, generation, after }: Postponed): Promise<boolean> {
    const { affectedRows } = await sql.execute(
      'DELETE FROM segment_reminding WHERE segment_id = ? AND generation = ? AND after_id = ?',
      [segmentId, generation, after],
    );
    return affectedRows > 0;
  }

  /** Forgets the ranges of generations that never will serve, or no longer do. */
  async forget(): Promise<void> {
    await this.database.execute(
      `DELETE r FROM segment_reminding r JOIN segment_keep k ON k.segment_id = r.segment_id
       WHERE r.generation <> k.generation
         AND (r.generation <> k.build_generation OR k.state IN ('off', 'kept'))`,
    );
  }
}
