import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** What an INSERT, UPDATE or DELETE answers. */
export interface WriteResult {
  affectedRows: number;
  /** The first AUTO_INCREMENT value given; '0' when none was. */
  insertId: string;
  /** Rows of an INSERT that a unique key kept out, or that changed one that was there. */
  duplicates: number;
}

/** Where statements are sent: the pool, or one transaction. Values are bound, never concatenated. */
export interface Sql {
  query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  execute(sql: string, parameters?: readonly unknown[]): Promise<WriteResult>;
  /** TypeORM's view of the same connection, for entities. */
  readonly manager: EntityManager;
}

/** Deadlock, lock wait timeout, and "record has changed since last read" of MariaDB ≥ 11.6.2. */
const retryable = new Set([1213, 1205, 1020]);
const maxAttempts = 6;

/** The server's error number, where the error came from the server. */
export function errnoOf(error: unknown): number | undefined {
  const errno = (error as { errno?: unknown } | null)?.errno;
  return typeof errno === 'number' ? errno : undefined;
}

/** A unique key was violated (1062). */
export const isDuplicate = (error: unknown): boolean => errnoOf(error) === 1062;

interface Written {
  affectedRows: number;
  insertId: number | string;
  /** `Records: 3  Duplicates: 1  Warnings: 0` after an INSERT of several rows. */
  info?: string;
}

const nothing: Written = { affectedRows: 0, insertId: '0' };

const read = ({ affectedRows, insertId, info = '' }: Written): WriteResult => ({
  affectedRows,
  insertId: String(insertId),
  duplicates: Number(/Duplicates: (\d+)/.exec(info)?.[1] ?? 0),
});

/** What mysql2's pool does, and TypeORM does not show. */
interface PreparingPool {
  execute(
    sql: string,
    parameters: unknown[],
    done: (error: Error | null, written?: Written) => void,
  ): void;
}

class ManagerSql implements Sql {
  constructor(readonly manager: EntityManager) {}

  query<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.manager.query<Row[]>(sql, [...parameters]);
  }

  async execute(sql: string, parameters: readonly unknown[] = []): Promise<WriteResult> {
    return read(await this.manager.query<Written>(sql, [...parameters]));
  }
}

/** The database as repositories see it. */
@Injectable()
export class Database implements Sql {
  private readonly sql: ManagerSql;

  constructor(private readonly source: DataSource) {
    this.sql = new ManagerSql(source.manager);
  }

  get manager(): EntityManager {
    return this.source.manager;
  }

  query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]> {
    return this.sql.query<Row>(sql, parameters);
  }

  /** One statement, a transaction of its own: after a deadlock it is run again, too. */
  execute(sql: string, parameters?: readonly unknown[]): Promise<WriteResult> {
    return insist(() => this.sql.execute(sql, parameters));
  }

  /**
   * One statement whose values travel beside it as bytes: nothing of them is quoted and read again,
   * which counts where they are large.
   */
  executePrepared(sql: string, parameters: readonly unknown[]): Promise<WriteResult> {
    const { pool } = this.source.driver as unknown as { pool: PreparingPool };
    return new Promise((resolve, reject) => {
      pool.execute(sql, [...parameters], (error, written = nothing) => {
        if (error) reject(error);
        else resolve(read(written));
      });
    });
  }

  /**
   * Runs `work` in one transaction. After a deadlock, a lock wait timeout or a changed record the
   * whole is run again, a bounded number of times: `work` must have no effect outside of it.
   * @param isolation READ COMMITTED when absent, as each connection is set: naming it again would cost a
   *   round trip.
   */
  transaction<T>(work: (sql: Sql) => Promise<T>, isolation?: 'REPEATABLE READ'): Promise<T> {
    const run = (manager: EntityManager): Promise<T> => work(new ManagerSql(manager));
    return insist(() =>
      isolation ? this.source.transaction(isolation, run) : this.source.transaction(run),
    );
  }
}

async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === maxAttempts || !retryable.has(errnoOf(error) ?? 0)) throw error;
      await sleep(5 * 2 ** attempt);
    }
  }
}
