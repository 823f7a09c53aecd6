import { Injectable } from '@nestjs/common';
import { shardCount } from '#libs/contacts';
import { Database, type Sql } from '#libs/platform';
import type { Floors } from './floors.js';
import type { DueRow, Recheck, Waiting } from './work.js';

interface Probe {
  shard: number | string;
  epoch: string;
  changed: number | null;
  due: number | null;
}

const allShards = Array.from({ length: shardCount }, (_, shard) => shard);

/** What waits for a keeper. */
@Injectable()
export class WorkRepository {
  constructor(private readonly database: Database) {}

  /** Sixteen times two probes of an index: cheap enough to be asked all the time. */
  async waiting(now: Date, floors: Floors): Promise<Waiting> {
    const one = `SELECT ? AS shard, e.epoch,
      (SELECT 1 FROM recheck r WHERE r.shard = ? AND r.id > ? LIMIT 1) AS changed,
      (SELECT 1 FROM segment_due d
       WHERE d.shard = ? AND d.changes_at >= ? AND d.changes_at <= ? LIMIT 1) AS due
      FROM keep_epoch e`;
    const rows = await this.database.query<Probe>(
      allShards.map(() => one).join(' UNION ALL '),
      allShards.flatMap((shard) => [
        ...[shard, shard, floors.id(shard)],
        ...[shard, floors.instant(shard), now],
      ]),
    );
    const shards = rows.filter(({ changed, due }) => changed !== null || due !== null);
    return { shards: shards.map(({ shard }) => Number(shard)), epoch: rows[0]?.epoch ?? '0' };
  }

  /** Those of the shards that nobody else holds; they are ours until the transaction ends. */
  async lock(sql: Sql, shards: readonly number[]): Promise<number[]> {
    if (shards.length === 0) return [];
    const rows = await sql.query<{ shard: number }>(
      'SELECT shard FROM keep_shard WHERE shard IN (?) FOR UPDATE SKIP LOCKED',
      [shards],
    );
    return rows.map(({ shard }) => shard);
  }

  /** The oldest of each shard. */
  rechecks(sql: Sql, shards: readonly number[], floors: Floors, limit: number): Promise<Recheck[]> {
    const each = Math.ceil(limit / shards.length);
    const one = `(SELECT id, shard, contact_id AS contactId, topic FROM recheck
      WHERE shard = ? AND id > ? ORDER BY id LIMIT ?)`;
    return sql.query<Recheck>(
      shards.map(() => one).join(' UNION ALL '),
      shards.flatMap((shard) => [shard, floors.id(shard), each]),
    );
  }

  /** @param still segments that are left out. */
  dues(
    sql: Sql,
    shards: readonly number[],
    floors: Floors,
    { still, now, limit }: { still: readonly string[]; now: Date; limit: number },
  ): Promise<DueRow[]> {
    const each = Math.ceil(limit / shards.length);
    const one = `(SELECT contact_id AS contactId, segment_id AS segmentId, shard,
        changes_at AS changesAt
      FROM segment_due WHERE shard = ? AND changes_at >= ? AND changes_at <= ?
        ${still.length > 0 ? 'AND segment_id NOT IN (?)' : ''}
      ORDER BY changes_at LIMIT ?)`;
    return sql.query<DueRow>(
      shards.map(() => one).join(' UNION ALL '),
      shards.flatMap((shard) => [
        ...[shard, floors.instant(shard), now],
        ...(still.length > 0 ? [still] : []),
        each,
      ]),
    );
  }

  /** The index is named, because a scan would wait for what others are just writing. */
  async done(sql: Sql, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await sql.execute('DELETE r FROM recheck r FORCE INDEX (recheck_id) WHERE r.id IN (?)', [ids]);
  }

  /** How many changes wait. */
  async depth(): Promise<number> {
    const [row] = await this.database.query<{ n: string }>('SELECT COUNT(*) AS n FROM recheck');
    return Number(row?.n ?? 0);
  }

  /** The instant at which the oldest reminder was due; null when none waits. */
  async oldestDue(): Promise<Date | null> {
    const [row] = await this.database.query<{ at: Date | null }>(
      `SELECT MIN(o.at) AS at FROM (
         SELECT (SELECT MIN(d.changes_at) FROM segment_due d WHERE d.shard = s.shard) AS at
         FROM keep_shard s) o`,
    );
    return row?.at ?? null;
  }
}
