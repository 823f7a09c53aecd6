import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform';

/** Bytes of a stored piece; all but the last have exactly this size. */
export const chunkBytes = 1024 * 1024;

/** Bytes that are read at a time: what is cut out of them is in memory all at once. */
const readBytes = 128 * 1024;

/** The uploaded files, in pieces, so that any worker can read them from any place on. */
@Injectable()
export class ImportFileRepository {
  constructor(private readonly database: Database) {}

  async addChunk(importId: string, n: number, data: Buffer): Promise<void> {
    await this.database.execute('INSERT INTO import_chunk (import_id, n, data) VALUES (?, ?, ?)', [
      importId,
      n,
      data,
    ]);
  }

  /** Bytes that are stored of a file. */
  async size(importId: string): Promise<number> {
    const [row] = await this.database.query<{ bytes: string | null }>(
      'SELECT SUM(LENGTH(data)) AS bytes FROM import_chunk WHERE import_id = ?',
      [importId],
    );
    return Number(row?.bytes ?? 0);
  }

  /** The file from an offset on, in parts of at most `readBytes`. */
  async *pieces(importId: string, fromByte = 0): AsyncGenerator<Buffer> {
    let skip = fromByte % chunkBytes;
    for (let n = Math.floor(fromByte / chunkBytes); ; n++, skip = 0) {
      const [row] = await this.database.query<{ data: Buffer }>(
        'SELECT data FROM import_chunk WHERE import_id = ? AND n = ?',
        [importId, n],
      );
      if (!row) return;
      for (let at = skip; at < row.data.length; at += readBytes)
        yield row.data.subarray(at, at + readBytes);
      if (row.data.length < chunkBytes) return;
    }
  }

  /** The first bytes of the file. */
  async head(importId: string): Promise<Buffer> {
    const [row] = await this.database.query<{ head: Buffer }>(
      'SELECT LEFT(data, 8) AS head FROM import_chunk WHERE import_id = ? AND n = 0',
      [importId],
    );
    return row?.head ?? Buffer.alloc(0);
  }

  async remove(importId: string): Promise<void> {
    await this.database.execute('DELETE FROM import_chunk WHERE import_id = ?', [importId]);
  }

  /** Removes the files of imports that ended, or were given up while uploading, before `since`. */
  async removeOld(since: Date): Promise<number> {
    const { affectedRows } = await this.database.execute(
      `DELETE FROM import_chunk WHERE import_id IN (
         SELECT id FROM import WHERE state NOT IN ('queued', 'running') AND touched_at < ?)`,
      [since],
    );
    return affectedRows;
  }
}
