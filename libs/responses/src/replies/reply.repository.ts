import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ChangeRepository, Erasers } from '#libs/contacts';
import { Database } from '#libs/platform';
import { ResponseRepository, type Responded } from '../response.repository.js';

/** What a person answered to a message. */
export interface StoredReply {
  id: string;
  deliveryId: string;
  campaignId: string;
  contactId: string;
  /** When it came in. */
  at: Date;
  subject: string;
  /** Without what was quoted. */
  text: string;
}

export interface NewReply extends Pick<StoredReply, 'at' | 'subject' | 'text'> {
  /** SHA-256 by which a mail that comes twice is known. */
  identity: Buffer;
  /** As it came, RFC 5322. */
  original: Buffer;
}

export interface ReplyFilter {
  contactId?: string;
  campaignId?: string;
}

const columns = `id, delivery_id AS deliveryId, campaign_id AS campaignId, contact_id AS contactId, at,
  subject, text`;

/** What people wrote back: kept with the person, and forgotten with them. */
@Injectable()
export class ReplyRepository implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly responses: ResponseRepository,
    private readonly erasers: Erasers,
    private readonly changes: ChangeRepository,
  ) {}

  onModuleInit(): void {
    this.erasers.add(async (sql, contactIds) => {
      await sql.execute('DELETE FROM reply WHERE contact_id IN (?)', [contactIds]);
    });
  }

  async has(deliveryId: string, identity: Buffer): Promise<boolean> {
    const rows = await this.database.query(
      'SELECT 1 FROM reply WHERE delivery_id = ? AND identity = ?',
      [deliveryId, identity],
    );
    return rows.length > 0;
  }

  /** Keeps an answer once, and counts it. @returns false when it is known, or its person was erased. */
  async add(delivery: Responded, reply: NewReply): Promise<boolean> {
    const kept = await this.database.transaction(async (sql) => {
      // Locked, so that an erasure comes before this, or removes it.
      const person = await sql.query('SELECT id FROM contact WHERE id = ? FOR UPDATE', [
        delivery.contactId,
      ]);
      if (person.length === 0) return false;
      const { affectedRows } = await sql.execute(
        `INSERT IGNORE INTO reply (delivery_id, campaign_id, contact_id, identity, at, subject, text,
           original) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          delivery.id,
          delivery.campaignId,
          delivery.contactId,
          reply.identity,
          reply.at,
          reply.subject,
          reply.text,
          reply.original,
        ],
      );
      if (affectedRows === 0) return false;
      await this.responses.keep(sql, delivery, {
        kind: 'reply',
        actor: 'person',
        reason: 'default',
        linkPosition: null,
        detail: null,
        occurredAt: reply.at,
      });
      return true;
    });
    if (kept) this.changes.ring();
    return kept;
  }

  /** A page, the newest first. @param before id of the last one of the page before. */
  list(
    { contactId, campaignId }: ReplyFilter,
    limit: number,
    before?: string,
  ): Promise<StoredReply[]> {
    const where: string[] = ['1 = 1'];
    const values: unknown[] = [];
    for (const [condition, value] of [
      ['id < ?', before],
      ['contact_id = ?', contactId],
      ['campaign_id = ?', campaignId],
    ] as const) {
      if (value === undefined) continue;
      where.push(condition);
      values.push(value);
    }
    return this.database.query<StoredReply>(
      `SELECT ${columns} FROM reply WHERE ${where.join(' AND ')} ORDER BY id DESC LIMIT ?`,
      [...values, limit],
    );
  }

  async original(id: string): Promise<Buffer | null> {
    const [row] = await this.database.query<{ original: Buffer }>(
      'SELECT original FROM reply WHERE id = ?',
      [id],
    );
    return row?.original ?? null;
  }
}
