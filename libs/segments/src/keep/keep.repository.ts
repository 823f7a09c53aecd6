import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/platform';
import type { KeepState } from './keep-state.js';

/** How a segment is kept, beside its definition. */
export interface Keep {
  segmentId: string;
  state: KeepState;
  /** The generation of members that serves, and what it answers to: JSON, or null for nobody. */
  generation: number;
  version: number;
  rule: string | null;
  /** The last generation that was begun. */
  buildGeneration: number;
  buildVersion: number;
  buildRule: string | null;
  /** The instant at which the new generation was judged. */
  buildInstant: Date | null;
  /** In how many ranges of contacts it is searched. */
  ranges: number;
  /** Once no older `recheck` row is left, everybody who was touched has been judged again. */
  settledThrough: string;
  switchInstant: Date | null;
  signalledThrough: string;
  keptAt: Date | null;
  /** Up to when the generation that serves has its reminders. */
  remindedUntil: Date | null;
}

const columns = `k.segment_id AS segmentId, k.state, k.generation, k.version, k.rule,
  k.build_generation AS buildGeneration, k.build_version AS buildVersion,
  k.build_rule AS buildRule, k.build_instant AS buildInstant, k.ranges,
  k.settled_through AS settledThrough, k.switch_instant AS switchInstant,
  k.signalled_through AS signalledThrough, k.kept_at AS keptAt,
  k.reminded_until AS remindedUntil`;

const columnOf = {
  state: 'state',
  generation: 'generation',
  version: 'version',
  rule: 'rule',
  buildGeneration: 'build_generation',
  buildVersion: 'build_version',
  buildRule: 'build_rule',
  buildInstant: 'build_instant',
  ranges: 'ranges',
  settledThrough: 'settled_through',
  switchInstant: 'switch_instant',
  signalledThrough: 'signalled_through',
  keptAt: 'kept_at',
  remindedUntil: 'reminded_until',
} as const;

export type KeepChange = Partial<Omit<Keep, 'segmentId'>>;

/** How segments are kept. */
@Injectable()
export class KeepRepository {
  constructor(private readonly database: Database) {}

  all(): Promise<Keep[]> {
    return this.database.query<Keep>(`SELECT ${columns} FROM segment_keep k ORDER BY segment_id`);
  }

  /** Those of which something is to be done. */
  open(): Promise<Keep[]> {
    return this.database.query<Keep>(
      `SELECT ${columns} FROM segment_keep k WHERE k.state IN ('building', 'settling', 'switching')
         OR (SELECT 1 FROM segment_touched t WHERE t.segment_id = k.segment_id LIMIT 1) IS NOT NULL
       ORDER BY k.segment_id`,
    );
  }

  async find(segmentId: string): Promise<Keep | undefined> {
    const [keep] = await this.database.query<Keep>(
      `SELECT ${columns} FROM segment_keep k WHERE k.segment_id = ?`,
      [segmentId],
    );
    return keep;
  }

  /** The epoch, and all segments that are not off, as they stand together. */
  async serving(): Promise<{ epoch: string; keeps: Keep[] }> {
    const rows = await this.database.query<Keep & { epoch: string; segmentId: string | null }>(
      `SELECT e.epoch, ${columns} FROM keep_epoch e LEFT JOIN segment_keep k ON k.state <> 'off'`,
    );
    return {
      epoch: rows[0]?.epoch ?? '0',
      keeps: rows.filter(({ segmentId }) => segmentId !== null),
    };
  }

  /**
   * The epoch, held until the transaction ends: no change of what keepers must know of the segments
   * commits meanwhile. Many may hold it.
   */
  async holdEpoch(sql: Sql): Promise<string> {
    const [row] = await sql.query<{ epoch: string }>(
      'SELECT epoch FROM keep_epoch WHERE id = 1 LOCK IN SHARE MODE',
    );
    return row!.epoch;
  }

  /** Makes sure that there is a row to lock. */
  async begin(segmentId: string): Promise<void> {
    await this.database.execute(
      "INSERT IGNORE INTO segment_keep (segment_id, state) VALUES (?, 'off')",
      [segmentId],
    );
  }

  /** Locks the row: to be done before the epoch is touched. */
  async lock(sql: Sql, segmentId: string): Promise<Keep> {
    const [keep] = await sql.query<Keep>(
      `SELECT ${columns} FROM segment_keep k WHERE k.segment_id = ? FOR UPDATE`,
      [segmentId],
    );
    return keep!;
  }

  /**
   * Waits for the keepers that are at work and keeps others from beginning until the transaction ends:
   * whatever is read after this, the next keeper sees at least that.
   */
  async nextEpoch(sql: Sql): Promise<void> {
    await sql.execute('UPDATE keep_epoch SET epoch = epoch + 1 WHERE id = 1');
  }

  /** Writes into the locked row. */
  async write(sql: Sql, segmentId: string, change: KeepChange): Promise<void> {
    const names = Object.keys(change) as (keyof KeepChange)[];
    const sets = names.map((name) => `${columnOf[name]} = ?`).join(', ');
    const values = names.map((name) => change[name]);
    await sql.execute(`UPDATE segment_keep SET ${sets} WHERE segment_id = ?`, [
      ...values,
      segmentId,
    ]);
  }
}
