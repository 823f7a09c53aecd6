import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Erasers } from '#libs/contacts';
import { Database, sha256, type Sql } from '#libs/platform';

/** A mail that nobody could read, or that leads to no delivery. */
export interface UnreadMail {
  id: string;
  receivedAt: Date;
  /** Stable name of why nothing was done with it. */
  why: string;
  bytes: number;
}

export interface NewUnread {
  receivedAt: Date;
  why: string;
  /** Whose delivery's address it came to. */
  contactId: string | null;
  /** Keyed hashes of the addresses that it names, so that it goes with whoever is erased. */
  addresses: readonly Buffer[];
  original: Buffer;
  /** By which a repeat is known; the original's own hash when absent. */
  identity?: Buffer;
}

interface Id {
  id: string;
}

/** Mails that are deleted at a time. */
const some = 100;

/** Mails that somebody should look at, for as long as they are kept. */
@Injectable()
export class UnreadRepository implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly erasers: Erasers,
  ) {}

  onModuleInit(): void {
    this.erasers.add((sql, contactIds) => this.erase(sql, contactIds));
  }

  private async erase(sql: Sql, contactIds: readonly string[]): Promise<void> {
    const rows = await sql.query<{ email: Buffer | null; phone: Buffer | null }>(
      'SELECT email_hash AS email, phone_hash AS phone FROM contact WHERE id IN (?)',
      [contactIds],
    );
    const hashes = rows
      .flatMap(({ email, phone }) => [email, phone])
      .filter((hash) => hash !== null);
    const own = 'SELECT id FROM inbound_unread WHERE contact_id IN (?)';
    await this.delete(sql, await sql.query(own, [contactIds]));
    if (hashes.length === 0) return;
    const named = 'SELECT unread_id AS id FROM inbound_named WHERE address_hash IN (?)';
    await this.delete(sql, await sql.query(named, [hashes]));
    // Kept by a version before: no more than thirty days old, and found by the index.
    const located = hashes.map(() => 'LOCATE(?, addresses) > 0').join(' OR ');
    await sql.execute(
      `DELETE FROM inbound_unread WHERE addresses IS NOT NULL AND (${located})`,
      hashes,
    );
  }

  /** Keeps a mail; the same one twice is one. */
  async add(mail: NewUnread): Promise<void> {
    await this.database.transaction(async (sql) => {
      const { affectedRows, insertId } = await sql.execute(
        `INSERT IGNORE INTO inbound_unread (received_at, why, contact_id, identity, original)
         VALUES (?, ?, ?, ?, ?)`,
        [
          mail.receivedAt,
          mail.why,
          mail.contactId,
          mail.identity ?? sha256(mail.original),
          mail.original,
        ],
      );
      if (affectedRows === 0 || mail.addresses.length === 0) return;
      await sql.execute('INSERT INTO inbound_named (address_hash, unread_id) VALUES ?', [
        mail.addresses.map((hash) => [hash, insertId]),
      ]);
    });
  }

  /** A page, the newest first. @param before id of the last one of the page before. */
  list(limit: number, before?: string): Promise<UnreadMail[]> {
    return this.database.query<UnreadMail>(
      `SELECT id, received_at AS receivedAt, why, LENGTH(original) AS bytes FROM inbound_unread
       WHERE ? IS NULL OR id < ? ORDER BY id DESC LIMIT ?`,
      [before ?? null, before ?? null, limit],
    );
  }

  async original(id: string): Promise<Buffer | null> {
    const [row] = await this.database.query<{ original: Buffer }>(
      'SELECT original FROM inbound_unread WHERE id = ?',
      [id],
    );
    return row?.original ?? null;
  }

  /**
   * Forgets what has been kept for long enough, and the oldest of what is too much.
   * @param before what was received earlier goes.
   * @param most so many are kept.
   */
  async sweep(before: Date, most: number): Promise<void> {
    const late = 'SELECT id FROM inbound_unread WHERE received_at < ? LIMIT ?';
    while (await this.forget(late, [before, some]));
    const [last] = await this.database.query<Id>(
      'SELECT id FROM inbound_unread ORDER BY id DESC LIMIT 1 OFFSET ?',
      [most],
    );
    if (!last) return;
    const surplus = 'SELECT id FROM inbound_unread WHERE id <= ? LIMIT ?';
    while (await this.forget(surplus, [last.id, some]));
  }

  /** @returns whether there may be more of them */
  private forget(select: string, parameters: readonly unknown[]): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      const rows = await sql.query<Id>(select, parameters);
      await this.delete(sql, rows);
      return rows.length === some;
    });
  }

  private async delete(sql: Sql, rows: readonly Id[]): Promise<void> {
    if (rows.length === 0) return;
    const ids = rows.map(({ id }) => id);
    await sql.execute('DELETE FROM inbound_unread WHERE id IN (?)', [ids]);
    await sql.execute('DELETE FROM inbound_named WHERE unread_id IN (?)', [ids]);
  }
}
