import { Injectable } from '@nestjs/common';
import { shardOf, topics } from '#libs/contacts';
import { Database, type Sql } from '#libs/platform';
import type { Statement } from '#libs/rules';
import type { Keep } from './keep.repository.js';
import type { IdRange } from './ranges.js';

/** The tables through which a new generation of members comes about. */
@Injectable()
export class BuildRepository {
  constructor(private readonly database: Database) {}

  async lastContact(sql: Sql): Promise<bigint> {
    const [row] = await sql.query<{ id: string | null }>('SELECT MAX(id) AS id FROM contact');
    return BigInt(row?.id ?? 0);
  }

  async addRanges(
    sql: Sql,
    segmentId: string,
    generation: number,
    ranges: readonly IdRange[],
  ): Promise<void> {
    await sql.execute(
      'INSERT INTO segment_range (segment_id, generation, after_id, through_id) VALUES ?',
      [ranges.map(({ after, through }) => [segmentId, generation, after, through])],
    );
  }

  /** A range that nobody else works on, locked until the transaction ends. */
  async takeRange(sql: Sql, { segmentId, buildGeneration }: Keep): Promise<IdRange | undefined> {
    const [range] = await sql.query<IdRange>(
      `SELECT after_id AS after, through_id AS through FROM segment_range
       WHERE segment_id = ? AND generation = ? ORDER BY after_id LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [segmentId, buildGeneration],
    );
    return range;
  }

  /** Forgets all ranges of a segment; waits for those under way. */
  async dropRanges(sql: Sql, segmentId: string): Promise<void> {
    await sql.execute('DELETE FROM segment_range WHERE segment_id = ?', [segmentId]);
  }

  async rangeDone(sql: Sql, { segmentId, buildGeneration }: Keep, range: IdRange): Promise<void> {
    await sql.execute(
      'DELETE FROM segment_range WHERE segment_id = ? AND generation = ? AND after_id = ?',
      [segmentId, buildGeneration, range.after],
    );
  }

  /** Ranges that are left, those under way included. */
  async rangesLeft(
    { segmentId, buildGeneration }: Pick<Keep, 'segmentId' | 'buildGeneration'>,
    sql: Sql = this.database,
  ): Promise<number> {
    const [row] = await sql.query<{ n: string }>(
      'SELECT COUNT(*) AS n FROM segment_range WHERE segment_id = ? AND generation = ?',
      [segmentId, buildGeneration],
    );
    return Number(row?.n ?? 0);
  }

  /**
   * Takes in the members of a range: in order of the id, which the indexes take several times faster. The
   * sum hides the range from the optimiser, which would choose another plan for it.
   */
  async addMembers(sql: Sql, keep: Keep, members: Statement, range: IdRange): Promise<void> {
    await sql.execute(
      `INSERT INTO segment_member (segment_id, generation, contact_id, since)
       SELECT ?, ?, m.id, ? FROM (${members.sql}) m WHERE m.id + 0 > ? AND m.id + 0 <= ?
       ORDER BY m.id`,
      [
        keep.segmentId,
        keep.buildGeneration,
        keep.buildInstant,
        ...members.parameters,
        range.after,
        range.through,
      ],
    );
  }

  async hasTouched(segmentId: string, sql: Sql = this.database): Promise<boolean> {
    const rows = await sql.query('SELECT 1 FROM segment_touched WHERE segment_id = ? LIMIT 1', [
      segmentId,
    ]);
    return rows.length > 0;
  }

  /**
   * Hands contacts that were touched back to the keepers.
   * @returns the last `recheck` row that was written; null when nobody was left.
   */
  async releaseTouched(sql: Sql, segmentId: string, limit: number): Promise<string | null> {
    const rows = await sql.query<{ id: string }>(
      `SELECT contact_id AS id FROM segment_touched WHERE segment_id = ?
       ORDER BY contact_id LIMIT ? FOR UPDATE`,
      [segmentId, limit],
    );
    const last = rows.at(-1);
    if (!last) return null;
    await sql.execute('INSERT INTO recheck (shard, contact_id, topic) VALUES ?', [
      rows.map(({ id }) => [shardOf(id), id, topics.person]),
    ]);
    await sql.execute('DELETE FROM segment_touched WHERE segment_id = ? AND contact_id <= ?', [
      segmentId,
      last.id,
    ]);
    // Rows of others that are written at the same time may lie below it: they only make us wait.
    const [row] = await sql.query<{ id: string }>('SELECT MAX(id) AS id FROM recheck');
    return row!.id;
  }

  /** Whether a `recheck` row up to this one is left. */
  async isWaiting(recheckId: string, sql: Sql): Promise<boolean> {
    const rows = await sql.query('SELECT 1 FROM recheck WHERE id <= ? LIMIT 1', [recheckId]);
    return rows.length > 0;
  }

  /** Segments and generations that have members. */
  generations(): Promise<{ segmentId: string; generation: number }[]> {
    return this.database.query(
      'SELECT DISTINCT segment_id AS segmentId, generation FROM segment_member',
    );
  }

  /** @returns how many rows went. */
  async drop(segmentId: string, generation: number, limit: number): Promise<number> {
    const { affectedRows } = await this.database.execute(
      'DELETE FROM segment_member WHERE segment_id = ? AND generation = ? LIMIT ?',
      [segmentId, generation, limit],
    );
    return affectedRows;
  }
}
