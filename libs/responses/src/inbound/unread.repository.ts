import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Erasers } from '#libs/contacts';
import { Database, sha256 } from '#libs/platform';

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

const hashBytes = 32;

/** Mails that somebody should look at, for as long as they are kept. */
@Injectable()
export class UnreadRepository implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly erasers: Erasers,
  ) {}

  onModuleInit(): void {
    this.erasers.add(async (sql, contactIds) => {
      const rows = await sql.query<{ email: Buffer | null; phone: Buffer | null }>(
        'SELECT email_hash AS email, phone_hash AS phone FROM contact WHERE id IN (?)',
        [contactIds],
      );
      const hashes = rows
        .flatMap(({ email, phone }) => [email, phone])
        .filter((hash) => hash !== null);
      const named = hashes.map(() => 'OR LOCATE(?, addresses) > 0').join(' ');
      await sql.execute(`DELETE FROM inbound_unread WHERE contact_id IN (?) ${named}`, [
        contactIds,
        ...hashes,
      ]);
    });
  }

  /** Keeps a mail; the same one twice is one. */
  async add(mail: NewUnread): Promise<void> {
    await this.database.execute(
      `INSERT IGNORE INTO inbound_unread (received_at, why, contact_id, addresses, identity, original)
       VALUES (?, ?, ?, ?, ?, ?)`,
      [
        mail.receivedAt,
        mail.why,
        mail.contactId,
        Buffer.concat([...mail.addresses], mail.addresses.length * hashBytes),
        mail.identity ?? sha256(mail.original),
        mail.original,
      ],
    );
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

  async sweep(before: Date): Promise<void> {
    const some = 'DELETE FROM inbound_unread WHERE received_at < ? LIMIT 100';
    while ((await this.database.execute(some, [before])).affectedRows === 100);
  }
}
