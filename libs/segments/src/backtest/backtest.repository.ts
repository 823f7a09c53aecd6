import { Injectable } from '@nestjs/common';
import { sourcesOf } from '#libs/kernel';
import { Database } from '#libs/platform';
import {
  backtestTransitions,
  type Backtest,
  type BacktestKind,
  type BacktestState,
} from './backtest.js';

type BacktestRow<A, F> = Omit<Backtest<A, F>, 'contacts' | 'looked'> & {
  contacts: string;
  looked: string;
};

/** Where what is asked is kept. */
const columns: Readonly<Record<BacktestKind, string>> = { rule: 'rule', trigger: 'asked' };

/** How far a chunk of contacts brings a backtest. */
export interface ChunkDone {
  doneThrough: string;
  looked: number;
  result: object;
}

@Injectable()
export class BacktestRepository {
  constructor(private readonly database: Database) {}

  async create(
    kind: BacktestKind,
    of: Pick<
      Backtest<object, object>,
      'asked' | 'days' | 'share' | 'from' | 'to' | 'createdAt' | 'result'
    >,
    createdBy: string | null,
  ): Promise<string> {
    const { insertId } = await this.database.execute(
      `INSERT INTO backtest (kind, ${columns[kind]}, days, share, state, from_at, to_at, contacts,
         last_contact, result, created_by, created_at)
       SELECT ?, ?, ?, ?, 'queued', ?, ?, COUNT(*), COALESCE(MAX(id), 0), ?, ?, ? FROM contact`,
      [
        kind,
        JSON.stringify(of.asked),
        of.days,
        of.share,
        of.from,
        of.to,
        JSON.stringify(of.result),
        createdBy,
        of.createdAt,
      ],
    );
    return insertId;
  }

  async find<Asked, Found>(
    kind: BacktestKind,
    id: string,
  ): Promise<Backtest<Asked, Found> | undefined> {
    const [row] = await this.database.query<BacktestRow<Asked, Found>>(
      `SELECT id, ${columns[kind]} AS asked, days, share, state, from_at AS \`from\`, to_at AS \`to\`,
         contacts, last_contact AS lastContact, done_through AS doneThrough, looked, result,
         error_code AS errorCode, created_at AS createdAt, finished_at AS finishedAt
       FROM backtest WHERE id = ? AND kind = ?`,
      [id, kind],
    );
    return row && { ...row, contacts: Number(row.contacts), looked: Number(row.looked) };
  }

  /** Those that wait or run, of every kind, oldest first. */
  unfinished(): Promise<{ id: string; kind: BacktestKind }[]> {
    return this.database.query(
      `SELECT id, kind FROM backtest WHERE state IN ('queued', 'running') ORDER BY id`,
    );
  }

  /** Makes a legal move, if the backtest is in a state from which it is one. */
  async move(
    id: string,
    to: BacktestState,
    more: { at?: Date; errorCode?: string } = {},
  ): Promise<boolean> {
    const { affectedRows } = await this.database.execute(
      `UPDATE backtest SET state = ?, finished_at = ?, error_code = ? WHERE id = ? AND state IN (?)`,
      [to, more.at ?? null, more.errorCode ?? null, id, sourcesOf(backtestTransitions, to)],
    );
    return affectedRows === 1;
  }

  /**
   * Counts a failed try; 0 is one that came further.
   * @returns how many tries have failed one after the other.
   */
  async failed(id: string): Promise<number> {
    await this.database.execute('UPDATE backtest SET attempts = attempts + 1 WHERE id = ?', [id]);
    const [row] = await this.database.query<{ attempts: number }>(
      'SELECT attempts FROM backtest WHERE id = ?',
      [id],
    );
    return row?.attempts ?? 0;
  }

  /**
   * Takes down a chunk, together with what it adds to the result.
   * @param from where the chunk began.
   * @returns false when it is cancelled, or somebody else has taken it down: nothing is written.
   */
  async advance(id: string, from: string, done: ChunkDone): Promise<boolean> {
    const { affectedRows } = await this.database.execute(
      `UPDATE backtest SET done_through = ?, looked = ?, result = ?, attempts = 0
       WHERE id = ? AND state = 'running' AND done_through = ?`,
      [done.doneThrough, done.looked, JSON.stringify(done.result), id, from],
    );
    return affectedRows === 1;
  }

  /** The next contacts after an id, of the share that is looked at. */
  async contacts(
    of: Pick<Backtest, 'lastContact' | 'share'>,
    after: string,
    limit: number,
  ): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM contact WHERE id > ? AND id <= ? AND CRC32(id) < ? ORDER BY id LIMIT ?`,
      [after, of.lastContact, of.share * 2 ** 32, limit],
    );
    return rows.map(({ id }) => id);
  }
}
