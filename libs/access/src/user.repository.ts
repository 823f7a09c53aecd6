import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/platform';
import type { Role } from './scopes.js';

/** A person who logs in. */
export interface User {
  id: string;
  /** Lower case. */
  email: string;
  name: string;
  role: Role;
  disabledAt: Date | null;
  createdAt: Date;
}

const columns = 'id, email, name, role, disabled_at AS disabledAt, created_at AS createdAt';

/** What may be changed about a user. */
export interface UserChange {
  name?: string;
  role?: Role;
  passwordHash?: string;
  disabledAt?: Date | null;
}

const columnOf: Record<keyof UserChange, string> = {
  name: 'name',
  role: 'role',
  passwordHash: 'password_hash',
  disabledAt: 'disabled_at',
};

@Injectable()
export class UserRepository {
  constructor(private readonly database: Database) {}

  /** @throws the server's duplicate-key error when the address is taken. */
  async insert(user: Omit<User, 'id' | 'disabledAt'> & { passwordHash: string }): Promise<string> {
    const { insertId } = await this.database.execute(
      'INSERT INTO user (email, name, role, password_hash, created_at) VALUES (?, ?, ?, ?, ?)',
      [user.email, user.name, user.role, user.passwordHash, user.createdAt],
    );
    return insertId;
  }

  async find(id: string, sql: Sql = this.database): Promise<User | null> {
    const [user] = await sql.query<User>(`SELECT ${columns} FROM user WHERE id = ?`, [id]);
    return user ?? null;
  }

  async findForLogin(email: string): Promise<(User & { passwordHash: string }) | null> {
    const [user] = await this.database.query<User & { passwordHash: string }>(
      `SELECT ${columns}, password_hash AS passwordHash FROM user WHERE email = ?`,
      [email],
    );
    return user ?? null;
  }

  async any(): Promise<boolean> {
    return (await this.database.query('SELECT 1 FROM user LIMIT 1')).length > 0;
  }

  /** @param after id of the last one already seen. */
  list(limit: number, after: string): Promise<User[]> {
    return this.database.query<User>(
      `SELECT ${columns} FROM user WHERE id > ? ORDER BY id LIMIT ?`,
      [after, limit],
    );
  }

  /** Ids of admins who can log in, locked until the transaction ends. */
  async lockActiveAdmins(sql: Sql): Promise<string[]> {
    const rows = await sql.query<{ id: string }>(
      "SELECT id FROM user WHERE role = 'admin' AND disabled_at IS NULL ORDER BY id FOR UPDATE",
    );
    return rows.map(({ id }) => id);
  }

  async update(sql: Sql, id: string, change: UserChange): Promise<void> {
    const given = (Object.keys(columnOf) as (keyof UserChange)[]).filter(
      (key) => change[key] !== undefined,
    );
    if (given.length === 0) return;
    await sql.execute(
      `UPDATE user SET ${given.map((key) => `${columnOf[key]} = ?`).join(', ')} WHERE id = ?`,
      [...given.map((key) => change[key]), id],
    );
  }
}
