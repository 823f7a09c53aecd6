import { Injectable } from '@nestjs/common';
import { Database } from '#libs/platform';
import type { Role, Scope } from './scopes.js';

/** A program's key, without the key. */
export interface ApiKey {
  id: string;
  name: string;
  prefix: string;
  scopes: Scope[];
  createdBy: string;
  createdAt: Date;
  revokedAt: Date | null;
}

const columns =
  'id, name, prefix, scopes, created_by AS createdBy, created_at AS createdAt, revoked_at AS revokedAt';

/** JSON columns arrive parsed from MariaDB and as text where the driver sees LONGTEXT. */
function withScopes<Row extends { scopes: Scope[] | string }>(row: Row): Row & { scopes: Scope[] } {
  const { scopes } = row;
  return { ...row, scopes: typeof scopes === 'string' ? (JSON.parse(scopes) as Scope[]) : scopes };
}

@Injectable()
export class ApiKeyRepository {
  constructor(private readonly database: Database) {}

  async insert(key: Omit<ApiKey, 'id' | 'revokedAt'> & { hash: Buffer }): Promise<string> {
    const { insertId } = await this.database.execute(
      `INSERT INTO api_key (name, prefix, key_hash, scopes, created_by, created_at)
       VALUES (?, ?, ?, ?, ?, ?)`,
      [key.name, key.prefix, key.hash, JSON.stringify(key.scopes), key.createdBy, key.createdAt],
    );
    return insertId;
  }

  async find(id: string): Promise<ApiKey | null> {
    const [row] = await this.database.query<ApiKey>(`SELECT ${columns} FROM api_key WHERE id = ?`, [
      id,
    ]);
    return row ? withScopes(row) : null;
  }

  /** A key that is not revoked, with the present role of its maker, who may still log in. */
  async findLive(
    hash: Buffer,
  ): Promise<{ id: string; userId: string; role: Role; scopes: Scope[] } | null> {
    const [row] = await this.database.query<{
      id: string;
      userId: string;
      role: Role;
      scopes: Scope[];
    }>(
      `SELECT k.id, k.created_by AS userId, u.role, k.scopes
       FROM api_key k JOIN user u ON u.id = k.created_by
       WHERE k.key_hash = ? AND k.revoked_at IS NULL AND u.disabled_at IS NULL`,
      [hash],
    );
    return row ? withScopes(row) : null;
  }

  async list(limit: number, after: string): Promise<ApiKey[]> {
    const rows = await this.database.query<ApiKey>(
      `SELECT ${columns} FROM api_key WHERE id > ? ORDER BY id LIMIT ?`,
      [after, limit],
    );
    return rows.map(withScopes);
  }

  async revoke(id: string, now: Date): Promise<void> {
    await this.database.execute(
      'UPDATE api_key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL',
      [now, id],
    );
  }
}
