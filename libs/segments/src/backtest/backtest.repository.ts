import { Injectable } from '@nestjs/common';
import { sourcesOf, type JsonObject } from '#libs/kernel';
import { Database } from '#libs/platform';
import { backtestTransitions, type Backtest, type BacktestState } from './backtest.js';
import { emptyTally, type Tally } from './tally.js';

interface BacktestRow {
  id: string;
  rule: JsonObject;
  days: number;
  share: number;
  state: BacktestState;
  from: Date;
  to: Date;
  contacts: string;
  lastContact: string;
  doneThrough: string;
  looked: string;
  result: Tally;
  errorCode: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

/** How far a chunk of contacts brings a backtest. */
export interface ChunkDone {
  doneThrough: string;
  looked: number;
  result: Tally;
}

@Injectable()
export class BacktestRepository {
  constructor(private readonly database: Database) {}

  async create(
    of: Pick<Backtest, 'rule' | 'days' | 'share' | 'from' | 'to' | 'createdAt'>,
    createdBy: string | null,
  ): Promise<string> {
    const { insertId } = await this.database.execute(
      `INSERT INTO backtest (rule, days, share, state, from_at, to_at, contacts, last_contact, result,
         created_by, created_at)
       SELECT ?, ?, ?, 'queued', ?, ?, COUNT(*), COALESCE(MAX(id), 0), ?, ?, ? FROM contact`,
      [
        JSON.stringify(of.rule),
        of.days,
        of.share,
        of.from,
        of.to,
        JSON.stringify(emptyTally()),
        createdBy,
        of.createdAt,
      ],
    );
    return insertId;
  }

  async find(id: string): Promise<Backtest | undefined> {
    const [row] = await this.database.query<BacktestRow>(
      `SELECT id, rule, days, share, state, from_at AS \`from\`, to_at AS \`to\`, contacts,
         last_contact AS lastContact, done_through AS doneThrough, looked, result,
         error_code AS errorCode, created_at AS createdAt, finished_at AS finishedAt
       FROM backtest WHERE id = ?`,
      [id],
    );
    return row && { ...row, contacts: Number(row.contacts), looked: Number(row.looked) };
  }

  /** Ids of those that wait or run, oldest first. */
  async unfinished(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM backtest WHERE state IN ('queued', 'running') ORDER BY id`,
    );
    return rows.map(({ id }) => id);
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
  async contacts(of: Backtest, after: string, limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM contact WHERE id > ? AND id <= ? AND CRC32(id) < ? ORDER BY id LIMIT ?`,
      [after, of.lastContact, of.share * 2 ** 32, limit],
    );
    return rows.map(({ id }) => id);
  }
}
