import { Injectable } from '@nestjs/common';
import type { JsonObject } from '#libs/kernel';
import { Database, type Sql } from './database.js';
import { maskedReason } from './masking.js';
import { Metrics } from './metrics.js';

/** A job may fail so often before it is shown: sweeps put it back, and most troubles pass. */
const shownFrom = 3;
const maxReason = 300;

/** Something that failed. */
export interface Failure {
  /** The job's name, or what else it is. */
  source: string;
  /** Its id: the same thing that fails again is one letter. */
  subject: string;
  payload: JsonObject;
  why: string;
}

export interface DeadLetter extends Failure {
  id: string;
  failures: number;
  firstAt: Date;
  lastAt: Date;
}

const columns = `id, source, subject, payload, why, failures, first_at AS firstAt, last_at AS lastAt`;

/** What failed for good, or again and again: kept until it went well or somebody has seen to it. */
@Injectable()
export class DeadLetters {
  constructor(
    private readonly database: Database,
    metrics: Metrics,
  ) {
    metrics.gauge('saphan_dead_letters', 'What failed for good, or again and again', async () => {
      const [row] = await this.database.query<{ n: string }>(
        'SELECT COUNT(*) AS n FROM dead_letter WHERE failures >= ?',
        [shownFrom],
      );
      return Number(row?.n ?? 0);
    });
  }

  /** A job has failed once more. */
  async failed(failure: Failure): Promise<void> {
    await this.write(this.database, [failure], 1);
  }

  /** These have failed for good. @param sql the transaction that says so */
  async buried(sql: Sql, failures: readonly Failure[]): Promise<void> {
    if (failures.length > 0) await this.write(sql, failures, shownFrom);
  }

  /** A job went well. */
  async succeeded(source: string, subject: string): Promise<void> {
    await this.forget(this.database, source, [subject]);
  }

  /** These went well, or somebody has seen to them: nothing is left to be done. @returns how many there were. */
  async forget(sql: Sql, source: string, subjects: readonly string[]): Promise<number> {
    const { affectedRows } = await sql.execute(
      'DELETE FROM dead_letter WHERE source = ? AND subject IN (?)',
      [source, subjects],
    );
    return affectedRows;
  }

  /** By id, above `after`. */
  list(after: string, limit: number): Promise<DeadLetter[]> {
    return this.database.query<DeadLetter>(
      `SELECT ${columns} FROM dead_letter WHERE failures >= ? AND id > ? ORDER BY id LIMIT ?`,
      [shownFrom, after, limit],
    );
  }

  async get(id: string): Promise<DeadLetter | null> {
    const [row] = await this.database.query<DeadLetter>(
      `SELECT ${columns} FROM dead_letter WHERE id = ?`,
      [id],
    );
    return row ?? null;
  }

  /** It is tried once more: shown again when it fails as often again. */
  async retried(sql: Sql, id: string): Promise<void> {
    await sql.execute('UPDATE dead_letter SET failures = 0 WHERE id = ?', [id]);
  }

  private async write(sql: Sql, failures: readonly Failure[], weight: number): Promise<void> {
    await sql.execute(
      `INSERT INTO dead_letter (source, subject, payload, why, failures, first_at, last_at)
       VALUES ${failures.map(() => '(?, NOW(3), NOW(3))').join()}
       ON DUPLICATE KEY UPDATE why = VALUES(why), failures = failures + VALUES(failures),
         last_at = NOW(3)`,
      failures.map(({ source, subject, payload, why }) => [
        source,
        subject,
        JSON.stringify(payload),
        maskedReason(why, maxReason),
        weight,
      ]),
    );
  }
}
