import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform';

/** What is known of the failed logins of one account, existing or not. */
export interface LoginAttempts {
  failures: number;
  blockedUntil: Date | null;
  lastAt: Date;
}

@Injectable()
export class LoginAttemptRepository {
  constructor(private readonly database: Database) {}

  /**
   * Reads and replaces an account's counter while nobody else can.
   * @param next the new counter, or null to leave it as it is.
   * @returns the counter as it was before.
   */
  async exchange(
    accountHash: Buffer,
    now: Date,
    next: (before: LoginAttempts) => LoginAttempts | null,
  ): Promise<LoginAttempts> {
    return this.database.transaction(async (sql) => {
      await sql.execute(
        `INSERT INTO login_attempt (account_hash, failures, last_at) VALUES (?, 0, ?)
         ON DUPLICATE KEY UPDATE failures = failures`,
        [accountHash, now],
      );
      const [before] = await sql.query<LoginAttempts>(
        `SELECT failures, blocked_until AS blockedUntil, last_at AS lastAt
         FROM login_attempt WHERE account_hash = ? FOR UPDATE`,
        [accountHash],
      );
      const after = next(before!);
      if (after)
        await sql.execute(
          `UPDATE login_attempt SET failures = ?, blocked_until = ?, last_at = ?
           WHERE account_hash = ?`,
          [after.failures, after.blockedUntil, after.lastAt, accountHash],
        );
      return before!;
    });
  }

  async delete(accountHash: Buffer): Promise<void> {
    await this.database.execute('DELETE FROM login_attempt WHERE account_hash = ?', [accountHash]);
  }

  /** Forgets counters that nobody touched since then. */
  async deleteBefore(instant: Date): Promise<number> {
    const sql = 'DELETE FROM login_attempt WHERE last_at < ? LIMIT 1000';
    return (await this.database.execute(sql, [instant])).affectedRows;
  }
}
