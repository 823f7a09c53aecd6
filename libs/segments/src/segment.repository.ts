import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan, Not } from 'typeorm';
import { Database, isDuplicate, type Sql } from '#libs/platform';
import { Segment } from './segment.entity.js';

/** What a rule needs to know of another segment. */
export type Definition = Pick<Segment, 'id' | 'name' | 'rule' | 'version'>;

export type SegmentValues = Omit<Segment, 'id'>;

@Injectable()
export class SegmentRepository {
  constructor(private readonly database: Database) {}

  find(id: string, sql: Sql = this.database): Promise<Segment | null> {
    return sql.manager.findOneBy(Segment, { id });
  }

  /** In the order of their making. */
  list(archived: boolean, after: string, limit: number): Promise<Segment[]> {
    return this.database.manager.find(Segment, {
      where: { id: MoreThan(after), archivedAt: archived ? Not(IsNull()) : IsNull() },
      order: { id: 'ASC' },
      take: limit,
    });
  }

  /** Every segment that may be used. */
  definitions(sql: Sql = this.database): Promise<Definition[]> {
    return sql.manager.find(Segment, {
      select: { id: true, name: true, rule: true, version: true },
      where: { archivedAt: IsNull() },
      order: { id: 'ASC' },
    });
  }

  /** Changes whenever a segment is made, changed, archived or restored. */
  async mark(): Promise<string> {
    const [row] = await this.database.query<{ mark: string }>(
      `SELECT CONCAT_WS(' ', COUNT(*), SUM(CRC32(CONCAT_WS(' ', id, version, archived_at)))) AS mark
       FROM segment`,
    );
    return row!.mark;
  }

  /**
   * Runs `work` while nobody else changes any segment: two changes at a time could close a circle
   * that neither sees.
   */
  exclusively<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.database.transaction(async (sql) => {
      await sql.query('SELECT id FROM segment ORDER BY id FOR UPDATE');
      return work(sql);
    });
  }

  /** @returns the new row, or null when another one has this name */
  async insert(sql: Sql, values: SegmentValues): Promise<Segment | null> {
    const row = sql.manager.create(Segment, values);
    const inserted = await this.unlessTaken(sql.manager.insert(Segment, row));
    return inserted ? row : null;
  }

  /** @returns false when another one has this name */
  async update(sql: Sql, id: string, values: Partial<SegmentValues>): Promise<boolean> {
    return (await this.unlessTaken(sql.manager.update(Segment, { id }, values))) !== null;
  }

  private async unlessTaken<T>(write: Promise<T>): Promise<T | null> {
    try {
      return await write;
    } catch (error) {
      if (isDuplicate(error)) return null;
      throw error;
    }
  }
}
