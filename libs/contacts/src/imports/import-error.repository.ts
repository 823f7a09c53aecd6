import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/platform';
import type { RowFault } from './import.js';

interface FaultRow {
  id: string;
  line_no: string;
  column_name: string | null;
  code: string;
  message: string;
}

/** What was wrong with which rows. */
@Injectable()
export class ImportErrorRepository {
  constructor(private readonly database: Database) {}

  async add(sql: Sql, importId: string, faults: readonly RowFault[]): Promise<void> {
    if (faults.length === 0) return;
    await sql.execute(
      'INSERT INTO import_error (import_id, line_no, column_name, code, message) VALUES ?',
      [
        faults.map(({ line, column, code, message }) => [
          importId,
          line,
          column?.slice(0, 255) ?? null,
          code,
          message.slice(0, 500),
        ]),
      ],
    );
  }

  /** All of them by line, some thousands at a time. */
  async *pages(importId: string, size = 5000): AsyncGenerator<RowFault[]> {
    let [line, id] = ['0', '0'];
    for (;;) {
      const rows: FaultRow[] = await this.database.query<FaultRow>(
        `SELECT id, line_no, column_name, code, message FROM import_error
         WHERE import_id = ? AND (line_no > ? OR (line_no = ? AND id > ?))
         ORDER BY line_no, id LIMIT ?`,
        [importId, line, line, id, size],
      );
      if (rows.length > 0)
        yield rows.map((row) => ({
          line: Number(row.line_no),
          column: row.column_name,
          code: row.code,
          message: row.message,
        }));
      if (rows.length < size) return;
      ({ line_no: line, id } = rows.at(-1)!);
    }
  }

  async clear(importId: string): Promise<void> {
    await this.database.execute('DELETE FROM import_error WHERE import_id = ?', [importId]);
  }
}
