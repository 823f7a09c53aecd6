import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/platform';
import { noLimits, type SendingLimits } from './sending-limits.js';

/** The organisation's sending limits, one row. */
@Injectable()
export class LimitsRepository {
  constructor(private readonly database: Database) {}

  /** @param lock so that a change waits for the transaction, and holds for all after it. */
  async get(
    sql: Sql = this.database,
    lock: 'LOCK IN SHARE MODE' | '' = '',
  ): Promise<SendingLimits> {
    const [row] = await sql.query<{ limits: SendingLimits }>(
      `SELECT limits FROM sending_limits WHERE id = 1 ${lock}`,
    );
    return { ...noLimits, ...row?.limits };
  }

  async set(limits: SendingLimits, userId: string | null): Promise<void> {
    await this.database.execute(
      `INSERT INTO sending_limits (id, limits, updated_by, updated_at) VALUES (1, ?, ?, NOW(3))
       ON DUPLICATE KEY UPDATE limits = VALUES(limits), updated_by = VALUES(updated_by),
         updated_at = VALUES(updated_at)`,
      [JSON.stringify(limits), userId],
    );
  }
}
