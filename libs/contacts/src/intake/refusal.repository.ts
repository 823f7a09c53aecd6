import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/platform';
import type { Refusal } from './item.js';

/** A refusal as it is kept for the operator. */
export interface StoredRefusal extends Omit<Refusal, 'message'> {
  id: string;
  /** The message itself is kept. */
  kept: boolean;
}

/** What was not taken in, and why. */
@Injectable()
export class RefusalRepository {
  constructor(private readonly database: Database) {}

  async add(sql: Sql, refusals: readonly Refusal[]): Promise<void> {
    if (refusals.length === 0) return;
    await sql.execute(
      `INSERT INTO intake_refusal (received_at, source, type, message_id, place, code, message)
       VALUES ?`,
      [
        refusals.map((refusal) => [
          refusal.receivedAt,
          refusal.source,
          refusal.type,
          refusal.messageId,
          refusal.place,
          refusal.code,
          refusal.message,
        ]),
      ],
    );
  }

  /** A page, the newest first. @param before id of the last one of the page before. */
  async list(limit: number, before?: string): Promise<StoredRefusal[]> {
    const rows = await this.database.query<Omit<StoredRefusal, 'kept'> & { kept: number }>(
      `SELECT id, received_at AS receivedAt, source, type, message_id AS messageId, place, code,
         message IS NOT NULL AS kept
       FROM intake_refusal ${before === undefined ? '' : 'WHERE id < ?'} ORDER BY id DESC LIMIT ?`,
      before === undefined ? [limit] : [before, limit],
    );
    return rows.map((row) => ({ ...row, kept: row.kept === 1 }));
  }

  /** Messages may name anybody, in whatever spelling: they go, their refusals stay. */
  async dropMessages(sql: Sql): Promise<void> {
    await sql.execute('UPDATE intake_refusal SET message = NULL WHERE message IS NOT NULL');
  }

  async sweep(before: Date): Promise<void> {
    const some = 'DELETE FROM intake_refusal WHERE received_at < ? LIMIT 10000';
    while ((await this.database.execute(some, [before])).affectedRows === 10_000);
  }
}
