import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/platform';
import type { Parcel } from './intake.js';

/** Requests that were written down in one commit. */
export interface InboxRow {
  id: string;
  receivedAt: Date;
  /** A JSON list of ReadParcel. */
  body: string;
}

const [open, comma, close] = ['[', ',', ']'].map((text) => Buffer.from(text));
const endOfParcel = Buffer.from('}');

/** The bodies are JSON already: they are put in as they are, not read and written again. */
function bodyOf(parcels: readonly Parcel[]): Buffer {
  const pieces: Buffer[] = [open!];
  for (const { body, receivedAt, source, history, type } of parcels) {
    if (pieces.length > 1) pieces.push(comma!);
    const head = JSON.stringify({ receivedAt, source, history, type });
    pieces.push(Buffer.from(`${head.slice(0, -1)},"body":`), body, endOfParcel);
  }
  pieces.push(close!);
  return Buffer.concat(pieces);
}

/** Messages that are written down and not yet taken in. */
@Injectable()
export class InboxRepository {
  constructor(private readonly database: Database) {}

  /** Durable when it resolves: one statement, one commit, one row. */
  async append(parcels: readonly Parcel[]): Promise<void> {
    const messages = parcels.reduce((sum, parcel) => sum + parcel.messages, 0);
    await this.database.executePrepared(
      'INSERT INTO intake (received_at, messages, body) VALUES (?, ?, ?)',
      [parcels[0]?.receivedAt, messages, bodyOf(parcels)],
    );
  }

  /** Messages that wait: reads a narrow index, not their bodies. */
  async waiting(): Promise<number> {
    const [row] = await this.database.query<{ n: string | null }>(
      'SELECT SUM(messages) AS n FROM intake FORCE INDEX (intake_backlog)',
    );
    return Number(row?.n ?? 0);
  }

  /**
   * The oldest rows that nobody else has in hand, locked until the transaction ends.
   * @param limits at least one row is taken, however many messages it holds.
   */
  async claim(sql: Sql, limits: { rows: number; messages: number }): Promise<InboxRow[]> {
    const heads = await sql.query<{ id: string; messages: number }>(
      'SELECT id, messages FROM intake ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED',
      [limits.rows],
    );
    const ids: string[] = [];
    let messages = 0;
    for (const head of heads) {
      messages += head.messages;
      if (ids.length > 0 && messages > limits.messages) break;
      ids.push(head.id);
    }
    return this.read(sql, ids);
  }

  async remove(sql: Sql, ids: readonly string[]): Promise<number> {
    return (await sql.execute('DELETE FROM intake WHERE id IN (?)', [ids])).affectedRows;
  }

  /** Rows as they stand, in order of id. */
  async read(sql: Sql, ids: readonly string[]): Promise<InboxRow[]> {
    if (ids.length === 0) return [];
    const rows = await sql.query<{ id: string; receivedAt: Date; body: Buffer }>(
      'SELECT id, received_at AS receivedAt, body FROM intake WHERE id IN (?) ORDER BY id',
      [ids],
    );
    return rows.map(({ body, ...row }) => ({ ...row, body: body.toString() }));
  }
}
