import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/platform';
import type { Keep } from './keep.repository.js';
import { SignalRepository } from './signal.repository.js';

type Row = { id: string; segmentId: string; contactId: string; kind: 'entered' | 'left'; at: Date };

/** The id of the n-th member after another, if there are so many, and of the last. */
const bounds = `SELECT
  (SELECT contact_id FROM segment_member WHERE segment_id = ? AND generation = ? AND contact_id > ?
   ORDER BY contact_id LIMIT 1 OFFSET ?) AS some,
  (SELECT MAX(contact_id) FROM segment_member
   WHERE segment_id = ? AND generation = ? AND contact_id > ?) AS last`;

/** Who is in the other generation, too, neither entered nor left. */
const notIn = `AND NOT EXISTS (SELECT 1 FROM segment_member x WHERE x.segment_id = m.segment_id
  AND x.generation = ? AND x.contact_id = m.contact_id)`;

/** Signals the difference between two generations that stand still. */
@Injectable()
export class SwitchRepository {
  constructor(
    private readonly database: Database,
    private readonly signals: SignalRepository,
  ) {}

  /**
   * Up to where the next step signals: at most so many members of each generation.
   * @returns null when nobody is left.
   */
  async next(keep: Keep, members: number): Promise<string | null> {
    const { segmentId, generation, buildGeneration, signalledThrough } = keep;
    const after = [signalledThrough];
    const [row] = await this.database.query<{ some: string | null; last: string | null }>(
      `SELECT MIN(m.some) AS some, MAX(m.last) AS last FROM (
         ${[generation, buildGeneration].map(() => bounds).join(' UNION ALL ')}) m`,
      [generation, buildGeneration].flatMap((one) => {
        const of = [segmentId, one, ...after];
        return [...of, members - 1, ...of];
      }),
    );
    return row?.some ?? row?.last ?? null;
  }

  /**
   * Signals the contacts up to `through`, once: whoever loses the race for the range writes nothing.
   * @returns whether somebody waits for one of the signals; undefined when the race was lost.
   */
  signal(keep: Keep, through: string, now: Date): Promise<boolean | undefined> {
    return this.database.transaction(async (sql) => {
      const { affectedRows } = await sql.execute(
        `UPDATE segment_keep SET signalled_through = ?
         WHERE segment_id = ? AND state = 'switching' AND signalled_through = ?`,
        [through, keep.segmentId, keep.signalledThrough],
      );
      if (affectedRows === 0) return undefined;
      const first = await this.write(sql, keep, through);
      return first !== '0' && (await this.handOn(sql, keep, { first, through }, now));
    });
  }

  /** @returns the first id that was given; '0' when none was. */
  private async write(sql: Sql, keep: Keep, through: string): Promise<string> {
    const { segmentId, generation, buildGeneration, buildVersion } = keep;
    const range = [keep.signalledThrough, through];
    const [before, after] = [
      [segmentId, generation, ...range],
      [segmentId, buildGeneration, ...range],
    ];
    // Who stays has been in since then; who is new is in from the switch on, unless nobody was before.
    if (keep.rule !== null && keep.buildRule !== null)
      await sql.execute(
        `UPDATE segment_member n
         LEFT JOIN segment_member o ON o.segment_id = n.segment_id AND o.generation = ?
           AND o.contact_id = n.contact_id
         SET n.since = COALESCE(o.since, ?)
         WHERE n.segment_id = ? AND n.generation = ? AND n.contact_id > ? AND n.contact_id <= ?`,
        [generation, keep.switchInstant, ...after],
      );
    const insert = (
      kind: Row['kind'],
      at: string,
      values: readonly unknown[],
      absent: number | null,
    ) =>
      sql.execute(
        `INSERT INTO segment_signal (segment_id, contact_id, kind, cause, version, at)
         SELECT m.segment_id, m.contact_id, '${kind}', 'rule', ?, ${at} FROM segment_member m
         WHERE m.segment_id = ? AND m.generation = ? AND m.contact_id > ? AND m.contact_id <= ?
         ${absent === null ? '' : notIn}`,
        absent === null ? values : [...values, absent],
      );
    const nobody = { insertId: '0' };
    const left =
      keep.rule === null
        ? nobody
        : await insert(
            'left',
            '?',
            [buildVersion, keep.switchInstant, ...before],
            keep.buildRule === null ? null : buildGeneration,
          );
    const entered =
      keep.buildRule === null
        ? nobody
        : await insert(
            'entered',
            'm.since',
            [buildVersion, ...after],
            keep.rule === null ? null : generation,
          );
    return left.insertId === '0' ? entered.insertId : left.insertId;
  }

  /** Nobody else writes signals of this segment while it switches. */
  private async handOn(
    sql: Sql,
    { segmentId, signalledThrough }: Keep,
    { first, through }: { first: string; through: string },
    now: Date,
  ): Promise<boolean> {
    const awaited = await this.signals.awaited(sql, [segmentId]);
    if (!(['entered', 'left'] as const).some((kind) => awaited({ segmentId, kind }))) return false;
    const rows = await sql.query<Row>(
      `SELECT id, segment_id AS segmentId, contact_id AS contactId, kind, at FROM segment_signal
       WHERE segment_id = ? AND id >= ? AND contact_id > ? AND contact_id <= ?`,
      [segmentId, first, signalledThrough, through],
    );
    return this.signals.handOn(sql, rows.filter(awaited), now);
  }
}
