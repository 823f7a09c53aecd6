import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/platform';
import type { Role } from './scopes.js';

export interface SessionRow {
  userId: string;
  role: Role;
  createdAt: Date;
  expiresAt: Date;
}

@Injectable()
export class SessionRepository {
  constructor(private readonly database: Database) {}

  async insert(hash: Buffer, userId: string, createdAt: Date, expiresAt: Date): Promise<void> {
    await this.database.execute(
      'INSERT INTO session (token_hash, user_id, created_at, expires_at) VALUES (?, ?, ?, ?)',
      [hash, userId, createdAt, expiresAt],
    );
  }

  /** A session that has not expired, of a person who may still log in. */
  async findLive(hash: Buffer, now: Date): Promise<SessionRow | null> {
    const [row] = await this.database.query<SessionRow>(
      `SELECT s.user_id AS userId, u.role, s.created_at AS createdAt, s.expires_at AS expiresAt
       FROM session s JOIN user u ON u.id = s.user_id
       WHERE s.token_hash = ? AND s.expires_at > ? AND u.disabled_at IS NULL`,
      [hash, now],
    );
    return row ?? null;
  }

  async extend(hash: Buffer, expiresAt: Date): Promise<void> {
    await this.database.execute('UPDATE session SET expires_at = ? WHERE token_hash = ?', [
      expiresAt,
      hash,
    ]);
  }

  async delete(hash: Buffer): Promise<void> {
    await this.database.execute('DELETE FROM session WHERE token_hash = ?', [hash]);
  }

  async deleteOf(sql: Sql, userId: string): Promise<void> {
    await sql.execute('DELETE FROM session WHERE user_id = ?', [userId]);
  }

  async deleteExpired(now: Date): Promise<number> {
    const sql = 'DELETE FROM session WHERE expires_at <= ? LIMIT 1000';
    return (await this.database.execute(sql, [now])).affectedRows;
  }
}
