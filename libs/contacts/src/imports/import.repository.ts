import { Injectable } from '@nestjs/common';
import { sourcesOf } from '#libs/kernel';
import { Database, type Sql } from '#libs/platform';
import type { ImportOptions } from './import-options.js';
import {
  importTransitions,
  type Import,
  type ImportAdapterName,
  type ImportState,
  type RowCounts,
} from './import.js';

interface ImportRow {
  id: string;
  adapter: ImportAdapterName;
  file_name: string;
  file_bytes: string;
  options: ImportOptions | string;
  dry_run: number;
  state: ImportState;
  lines_done: string;
  bytes_done: string;
  rows_created: string;
  rows_updated: string;
  rows_unchanged: string;
  rows_failed: string;
  error_code: string | null;
  error_message: string | null;
  created_by: string | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  touched_at: Date | null;
}

/** How far a batch brings an import. */
export interface Progress {
  /** What `linesDone` must be for the batch to count: the fence against a second worker. */
  from: number;
  linesDone: number;
  bytesDone: number;
}

const fromRow = (row: ImportRow): Import => ({
  id: row.id,
  adapter: row.adapter,
  fileName: row.file_name,
  fileBytes: Number(row.file_bytes),
  options:
    typeof row.options === 'string' ? (JSON.parse(row.options) as ImportOptions) : row.options,
  dryRun: row.dry_run === 1,
  state: row.state,
  linesDone: Number(row.lines_done),
  bytesDone: Number(row.bytes_done),
  counts: {
    created: Number(row.rows_created),
    updated: Number(row.rows_updated),
    unchanged: Number(row.rows_unchanged),
    failed: Number(row.rows_failed),
  },
  errorCode: row.error_code,
  errorMessage: row.error_message,
  createdBy: row.created_by,
  createdAt: row.created_at,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
  touchedAt: row.touched_at,
});

const fresh = `lines_done = 0, bytes_done = 0, rows_created = 0, rows_updated = 0,
  rows_unchanged = 0, rows_failed = 0, error_code = NULL, error_message = NULL, finished_at = NULL`;

/** The imports themselves: what they are, how far they have come. */
@Injectable()
export class ImportRepository {
  constructor(private readonly database: Database) {}

  async create(
    row: Pick<Import, 'adapter' | 'fileName' | 'options' | 'dryRun' | 'createdBy'>,
    now: Date,
  ): Promise<string> {
    const { insertId } = await this.database.execute(
      `INSERT INTO import (adapter, file_name, options, dry_run, state, created_by, created_at,
         touched_at) VALUES (?, ?, ?, ?, 'uploading', ?, ?, ?)`,
      [row.adapter, row.fileName, JSON.stringify(row.options), row.dryRun, row.createdBy, now, now],
    );
    return insertId;
  }

  async find(id: string, sql: Sql = this.database): Promise<Import | undefined> {
    const [row] = await sql.query<ImportRow>('SELECT * FROM import WHERE id = ?', [id]);
    return row && fromRow(row);
  }

  /** Newest first, before the given id. */
  async list(before: string | undefined, limit: number): Promise<Import[]> {
    const rows = await this.database.query<ImportRow>(
      `SELECT * FROM import ${before === undefined ? '' : 'WHERE id < ?'} ORDER BY id DESC LIMIT ?`,
      before === undefined ? [limit] : [before, limit],
    );
    return rows.map(fromRow);
  }

  /** Makes a legal move, if the import is in a state from which it is one. */
  async move(
    id: string,
    to: ImportState,
    set: { sql: string; values: readonly unknown[] } = { sql: '', values: [] },
    sql: Sql = this.database,
  ): Promise<boolean> {
    const { affectedRows } = await sql.execute(
      `UPDATE import SET state = ?${set.sql && `, ${set.sql}`} WHERE id = ? AND state IN (?)`,
      [to, ...set.values, id, sourcesOf(importTransitions, to)],
    );
    return affectedRows === 1;
  }

  /** The file is whole: the work can be queued. */
  uploaded(id: string, fileBytes: number, now: Date): Promise<boolean> {
    return this.move(id, 'queued', {
      sql: 'file_bytes = ?, touched_at = ?',
      values: [fileBytes, now],
    });
  }

  /** Takes the work up, or takes over what another worker left. */
  claim(id: string, now: Date): Promise<boolean> {
    const sql = 'started_at = COALESCE(started_at, ?), touched_at = ?';
    return this.move(id, 'running', { sql, values: [now, now] });
  }

  fail(id: string, code: string, message: string, now: Date): Promise<boolean> {
    return this.move(id, 'failed', {
      sql: 'error_code = ?, error_message = ?, finished_at = ?, touched_at = ?',
      values: [code, message.slice(0, 1000), now, now],
    });
  }

  finish(id: string, to: 'done' | 'cancelled', now: Date): Promise<boolean> {
    return this.move(id, to, { sql: 'finished_at = ?, touched_at = ?', values: [now, now] });
  }

  /** Starts from the beginning, with other options, if the file is still kept. */
  retry(id: string, options: ImportOptions, dryRun: boolean, now: Date): Promise<boolean> {
    return this.move(id, 'queued', {
      sql: `options = ?, dry_run = ?, started_at = NULL, touched_at = ?, ${fresh}`,
      values: [JSON.stringify(options), dryRun, now],
    });
  }

  /** A dry run that was interrupted begins again: what it found was in its memory alone. */
  async restart(id: string, linesDone: number): Promise<boolean> {
    const { affectedRows } = await this.database.execute(
      `UPDATE import SET ${fresh} WHERE id = ? AND state = 'running' AND lines_done = ?`,
      [id, linesDone],
    );
    return affectedRows === 1;
  }

  /**
   * Settles lines within the batch's transaction: false when another worker has settled them, or the
   * import was cancelled. The row stays locked until the transaction ends.
   */
  async settle(sql: Sql, id: string, progress: Progress, now: Date): Promise<boolean> {
    const { affectedRows } = await sql.execute(
      `UPDATE import SET lines_done = ?, bytes_done = ?, touched_at = ?
       WHERE id = ? AND state = 'running' AND lines_done = ?`,
      [progress.linesDone, progress.bytesDone, now, id, progress.from],
    );
    return affectedRows === 1;
  }

  async count(sql: Sql, id: string, counts: RowCounts): Promise<void> {
    await sql.execute(
      `UPDATE import SET rows_created = rows_created + ?, rows_updated = rows_updated + ?,
         rows_unchanged = rows_unchanged + ?, rows_failed = rows_failed + ? WHERE id = ?`,
      [counts.created, counts.updated, counts.unchanged, counts.failed, id],
    );
  }

  /** Imports that should be worked on and that nobody has touched since. */
  async stale(since: Date): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM import WHERE state IN ('queued', 'running') AND touched_at < ? ORDER BY id`,
      [since],
    );
    return rows.map(({ id }) => id);
  }
}
