import { Injectable } from '@nestjs/common';
import { Database, sha256, type Sql } from '#libs/platform';
import { ChangeRepository } from '../changes/change.repository.js';
import { topics } from '../changes/topics.js';
import type {
  Channel,
  ConsentState,
  ConsentStatement,
  ConsentWording,
  StoredWording,
  Unreachable,
} from './consent.js';

interface StateRow {
  contact_id: string;
  channel: Channel;
  purpose: string;
  granted: number;
  occurred_at: Date;
}

interface HistoryRow extends StateRow {
  id: string;
  wording_version: string | null;
  source: string;
  evidence: Record<string, unknown> | string | null;
  recorded_at: Date;
}

/** A kept statement. */
export interface ConsentRecord extends ConsentStatement {
  id: string;
  recordedAt: Date;
}

@Injectable()
export class ConsentRepository {
  constructor(
    private readonly database: Database,
    private readonly changes: ChangeRepository,
  ) {}

  /**
   * Keeps statements and brings the present state up to date, as two sets. The state is that of the
   * latest statement by the time it was made, in whichever order they arrive; of two at the same
   * millisecond the withdrawal holds.
   */
  async append(statements: readonly ConsentStatement[], now: Date, sql: Sql): Promise<void> {
    if (statements.length === 0) return;
    await sql.execute(
      `INSERT INTO consent (contact_id, channel, purpose, granted, wording_version, source, evidence,
         occurred_at, recorded_at) VALUES ?`,
      [
        statements.map((s) => [
          s.contactId,
          s.channel,
          s.purpose,
          s.granted,
          s.wordingVersion,
          s.source,
          s.evidence && JSON.stringify(s.evidence),
          s.occurredAt,
          now,
        ]),
      ],
    );
    // Assignments run from left to right: `granted` still sees the old time.
    await sql.execute(
      `INSERT INTO consent_state (contact_id, channel, purpose, granted, occurred_at) VALUES ?
       ON DUPLICATE KEY UPDATE
         granted = IF(VALUES(occurred_at) > occurred_at
           OR (VALUES(occurred_at) = occurred_at AND VALUES(granted) = 0), VALUES(granted), granted),
         occurred_at = GREATEST(occurred_at, VALUES(occurred_at))`,
      [statements.map((s) => [s.contactId, s.channel, s.purpose, s.granted, s.occurredAt])],
    );
    await this.changes.note(
      sql,
      statements.map(({ contactId }) => contactId),
      topics.person,
    );
  }

  /** Keeps one statement, unless the contact does not exist (any more): then false. */
  async appendIfKnown(statement: ConsentStatement, now: Date): Promise<boolean> {
    const kept = await this.database.transaction(async (sql) => {
      const found = await sql.query('SELECT id FROM contact WHERE id = ? FOR UPDATE', [
        statement.contactId,
      ]);
      if (found.length > 0) await this.append([statement], now, sql);
      return found.length > 0;
    });
    if (kept) this.changes.ring();
    return kept;
  }

  /** Present states of contacts, by contact id. */
  async states(
    contactIds: readonly string[],
    sql: Sql = this.database,
  ): Promise<Map<string, ConsentState[]>> {
    const byContact = new Map<string, ConsentState[]>();
    if (contactIds.length === 0) return byContact;
    const rows = await sql.query<StateRow>(
      `SELECT contact_id, channel, purpose, granted, occurred_at FROM consent_state
       WHERE contact_id IN (?) ORDER BY contact_id, channel, purpose`,
      [contactIds],
    );
    for (const row of rows) {
      const states = byContact.get(row.contact_id) ?? [];
      states.push({
        channel: row.channel,
        purpose: row.purpose,
        granted: row.granted === 1,
        occurredAt: row.occurred_at,
      });
      byContact.set(row.contact_id, states);
    }
    return byContact;
  }

  /** Every statement of a contact, oldest first. */
  async history(contactId: string): Promise<ConsentRecord[]> {
    const rows = await this.database.query<HistoryRow>(
      `SELECT id, contact_id, channel, purpose, granted, wording_version, source, evidence,
         occurred_at, recorded_at
       FROM consent WHERE contact_id = ? ORDER BY occurred_at, id`,
      [contactId],
    );
    return rows.map((row) => ({
      id: row.id,
      contactId: row.contact_id,
      channel: row.channel,
      purpose: row.purpose,
      granted: row.granted === 1,
      wordingVersion: row.wording_version,
      source: row.source,
      evidence:
        typeof row.evidence === 'string'
          ? (JSON.parse(row.evidence) as Record<string, unknown>)
          : row.evidence,
      occurredAt: row.occurred_at,
      recordedAt: row.recorded_at,
    }));
  }

  /** Why the contact cannot be reached; null when it can be, undefined when there is no such contact. */
  async whyUnreachable(
    contactId: string,
    channel: Channel,
    purpose: string,
  ): Promise<Unreachable | undefined> {
    const hash = channel === 'email' ? 'c.email_hash' : 'c.phone_hash';
    const [row] = await this.database.query<{ reason: Unreachable }>(
      `SELECT CASE
         WHEN ${hash} IS NULL THEN 'no_address'
         WHEN x.address_hash IS NOT NULL THEN 'suppressed'
         WHEN s.granted = 1 THEN NULL
         ELSE 'no_consent' END AS reason
       FROM contact c
       LEFT JOIN consent_state s ON s.contact_id = c.id AND s.channel = ? AND s.purpose = ?
       LEFT JOIN suppression x ON x.channel = ? AND x.address_hash = ${hash}
       WHERE c.id = ?`,
      [channel, purpose, channel, contactId],
    );
    return row?.reason;
  }

  /** @throws a duplicate-key error when this version exists in this language. */
  async addWording(wording: ConsentWording, now: Date): Promise<StoredWording> {
    const { version, channel, purpose, language, wording: text } = wording;
    const hash = sha256(text);
    await this.database.execute(
      `INSERT INTO consent_wording (version, channel, purpose, language, wording, wording_hash,
         created_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      [version, channel, purpose, language, text, hash, now],
    );
    return { ...wording, hash, createdAt: now };
  }

  async listWordings(): Promise<StoredWording[]> {
    return this.database.query(
      `SELECT version, channel, purpose, language, wording, wording_hash AS hash,
         created_at AS createdAt
       FROM consent_wording ORDER BY channel, purpose, created_at, language`,
    );
  }

  /** Whether the wording exists in any language. */
  async hasWording(channel: Channel, purpose: string, version: string): Promise<boolean> {
    const rows = await this.database.query(
      'SELECT 1 FROM consent_wording WHERE channel = ? AND purpose = ? AND version = ? LIMIT 1',
      [channel, purpose, version],
    );
    return rows.length > 0;
  }
}
