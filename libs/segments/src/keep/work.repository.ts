import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/platform';

/** What there is to do, and the epoch of the segments. */
export interface Waiting {
  shards: number[];
  epoch: string;
}

/** A row of `recheck`. */
export interface Recheck {
  id: string;
  contactId: string;
  topic: number;
}

export interface DueRow {
  contactId: string;
  segmentId: string;
}

/** How much one batch takes. */
export interface Share {
  rechecks: number;
  dues: number;
}

/** What waits for a keeper. */
@Injectable()
export class WorkRepository {
  constructor(private readonly database: Database) {}

  /** Sixteen times two probes of an index: cheap enough to be asked all the time. */
  async waiting(now: Date): Promise<Waiting> {
    const rows = await this.database.query<{
      shard: number;
      epoch: string;
      changed: number | null;
      due: number | null;
    }>(
      `SELECT s.shard, e.epoch,
         (SELECT 1 FROM recheck r WHERE r.shard = s.shard LIMIT 1) AS changed,
         (SELECT 1 FROM segment_due d WHERE d.shard = s.shard AND d.changes_at <= ? LIMIT 1) AS due
       FROM keep_shard s CROSS JOIN keep_epoch e ORDER BY s.shard`,
      [now],
    );
    const shards = rows.filter(({ changed, due }) => changed !== null || due !== null);
    return { shards: shards.map(({ shard }) => shard), epoch: rows[0]?.epoch ?? '0' };
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
  rechecks(sql: Sql, shards: readonly number[], limit: number): Promise<Recheck[]> {
    const each = Math.ceil(limit / shards.length);
    const one = `(SELECT id, contact_id AS contactId, topic FROM recheck
      WHERE shard = ? ORDER BY id LIMIT ?)`;
    return sql.query<Recheck>(
      shards.map(() => one).join(' UNION ALL '),
      shards.flatMap((shard) => [shard, each]),
    );
  }

  /** @param still segments that are left out. */
  dues(
    sql: Sql,
    shards: readonly number[],
    still: readonly string[],
    now: Date,
    limit: number,
  ): Promise<DueRow[]> {
    const each = Math.ceil(limit / shards.length);
    const one = `(SELECT contact_id AS contactId, segment_id AS segmentId FROM segment_due
      WHERE shard = ? AND changes_at <= ? ${still.length > 0 ? 'AND segment_id NOT IN (?)' : ''}
      ORDER BY changes_at LIMIT ?)`;
    return sql.query<DueRow>(
      shards.map(() => one).join(' UNION ALL '),
      shards.flatMap((shard) => [shard, now, ...(still.length > 0 ? [still] : []), each]),
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
