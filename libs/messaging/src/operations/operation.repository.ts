import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/platform';

/** What an operator may have done. Stable: lists show it. */
export type OperationKind =
  | 'sending.hold'
  | 'sending.release'
  | 'guards.change'
  | 'deliveries.resend'
  | 'suppressions.lift'
  | 'jobs.replay'
  | 'dead_letters.dismiss'
  | 'seeds.change';

/** One thing that was done by hand, by whom, and why. */
export interface Operation {
  kind: OperationKind;
  campaignId: string | null;
  /** Null when nobody asked: the engine did it by itself. */
  userId: string | null;
  reason: string | null;
  detail: object;
}

export interface KeptOperation extends Operation {
  id: string;
  at: Date;
}

/** What was done by hand. Rows are only ever added. */
@Injectable()
export class OperationRepository {
  constructor(private readonly database: Database) {}

  /** @param sql the transaction of what was done. */
  async add(sql: Sql, { kind, campaignId, userId, reason, detail }: Operation): Promise<void> {
    await sql.execute(
      `INSERT INTO operation (kind, campaign_id, user_id, reason, detail, at)
       VALUES (?, ?, ?, ?, ?, NOW(3))`,
      [kind, campaignId, userId, reason, JSON.stringify(detail)],
    );
  }

  /** The newest first, below the id `before`. */
  list(limit: number, before: string | null): Promise<KeptOperation[]> {
    return this.database.query<KeptOperation>(
      `SELECT id, kind, campaign_id AS campaignId, user_id AS userId, reason, detail, at
       FROM operation WHERE (? IS NULL OR id < ?) ORDER BY id DESC LIMIT ?`,
      [before, before, limit],
    );
  }
}
