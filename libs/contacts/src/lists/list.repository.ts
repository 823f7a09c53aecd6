import { Injectable } from '@nestjs/common';
import { fold } from '#libs/kernel';
import { Database, isDuplicate, type Sql } from '#libs/platform';
import { ChangeRepository } from '../changes/change.repository.js';
import { topics } from '../changes/topics.js';
import type { Added, ContactList } from './list.js';

const columns = 'id, name, created_at AS createdAt';

@Injectable()
export class ListRepository {
  constructor(
    private readonly database: Database,
    private readonly changes: ChangeRepository,
  ) {}

  async find(id: string): Promise<ContactList | undefined> {
    const [row] = await this.database.query<ContactList>(
      `SELECT ${columns} FROM list WHERE id = ?`,
      [id],
    );
    return row;
  }

  /** In the order of their making. */
  list(after: string, limit: number): Promise<ContactList[]> {
    return this.database.query<ContactList>(
      `SELECT ${columns} FROM list WHERE id > ? ORDER BY id LIMIT ?`,
      [after, limit],
    );
  }

  /** How many contacts are on it. */
  async count(id: string): Promise<number> {
    const [row] = await this.database.query<{ n: string }>(
      'SELECT COUNT(*) AS n FROM contact_list WHERE list_id = ?',
      [id],
    );
    return Number(row?.n ?? 0);
  }

  /** @returns its id, or null when another one has this name. */
  async insert(name: string, now: Date): Promise<string | null> {
    const written = await this.unlessTaken(
      'INSERT INTO list (name, name_fold, created_at) VALUES (?, ?, ?)',
      [name, fold(name), now],
    );
    return written && written.insertId;
  }

  /** @returns false when another one has this name. */
  async rename(id: string, name: string): Promise<boolean> {
    const written = await this.unlessTaken('UPDATE list SET name = ?, name_fold = ? WHERE id = ?', [
      name,
      fold(name),
      id,
    ]);
    return written !== null;
  }

  /** Puts contacts on it; those who are on it already stay as they are. */
  async add(id: string, contactIds: readonly string[], now: Date): Promise<Added> {
    const outcome = await this.database.transaction(async (sql) => {
      const known = await this.existing(sql, contactIds);
      const unknown = contactIds.filter((contact) => !known.has(contact));
      if (known.size === 0) return { added: 0, unknown };
      const { affectedRows: added } = await sql.execute(
        'INSERT IGNORE INTO contact_list (list_id, contact_id, added_at) VALUES ?',
        [[...known].map((contact) => [id, contact, now])],
      );
      if (added > 0) await this.changes.note(sql, known, topics.person);
      return { added, unknown };
    });
    if (outcome.added > 0) this.changes.ring();
    return outcome;
  }

  /** Takes contacts off it. @returns how many were on it. */
  async remove(id: string, contactIds: readonly string[]): Promise<number> {
    const removed = await this.database.transaction(async (sql) => {
      const { affectedRows } = await sql.execute(
        'DELETE FROM contact_list WHERE list_id = ? AND contact_id IN (?)',
        [id, contactIds],
      );
      if (affectedRows > 0) await this.changes.note(sql, contactIds, topics.person);
      return affectedRows;
    });
    if (removed > 0) this.changes.ring();
    return removed;
  }

  /** Those who exist; nobody erases them until the transaction ends. */
  private async existing(sql: Sql, contactIds: readonly string[]): Promise<Set<string>> {
    const rows = await sql.query<{ id: string }>(
      'SELECT id FROM contact WHERE id IN (?) ORDER BY id LOCK IN SHARE MODE',
      [contactIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  private async unlessTaken(statement: string, parameters: readonly unknown[]) {
    try {
      return await this.database.execute(statement, parameters);
    } catch (error) {
      if (isDuplicate(error)) return null;
      throw error;
    }
  }
}
