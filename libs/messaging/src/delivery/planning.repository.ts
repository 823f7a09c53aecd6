import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/platform';
import type { DeliveryReason } from './delivery-state.js';
import type { Mailing } from './mailing.js';

/** A statement that selects contact ids as `id`, with its bound values. */
export interface Audience {
  sql: string;
  parameters: readonly unknown[];
}

/** Contacts with `after < id ≤ through`. */
export interface IdRange {
  after: string;
  through: string;
}

/** How many would be sent to, held out, or passed over, by reason. */
export interface PlanCounts {
  audience: number;
  planned: number;
  heldOut: number;
  skipped: Partial<Record<DeliveryReason, number>>;
}

type Terms = Pick<Mailing, 'channel' | 'purpose' | 'holdoutShare' | 'salt'>;

/** 2^32: the bucket is the first 32 bits of an MD5, taken for its even spread, not for secrecy. */
const buckets = 4294967296;

const addressColumn = { email: 'c.email_hash', sms: 'c.phone_hash' } as const;

/**
 * Everybody of the audience in the range, each with the decision made about them:
 * first whether they can be written to at all, then, for those, by a sticky hash of salt and contact,
 * whether they are held out. `reason` is NULL for those who are to get the message.
 */
function decisions(
  audience: Audience,
  range: IdRange,
  terms: Terms,
  occurrence: string | null = null,
): Audience {
  const [outer, inner] = occurrence ? [`e.${occurrence},`, `m.${occurrence},`] : ['', ''];
  const sql = `
    SELECT e.id, ${outer} e.address_hash,
      CASE WHEN e.ineligible IS NULL THEN IF(e.bucket < ?, 'held_out', 'treated') END AS arm,
      COALESCE(e.ineligible, IF(e.bucket < ?, 'held_out', NULL)) AS reason
    FROM (
      SELECT c.id, ${inner} ${addressColumn[terms.channel]} AS address_hash,
        CASE
          WHEN ${addressColumn[terms.channel]} IS NULL THEN 'no_address'
          WHEN s.address_hash IS NOT NULL THEN 'suppressed'
          WHEN ? = 'marketing' AND k.granted IS NULL THEN 'no_consent'
          WHEN ? = 'marketing' AND k.granted = 0 THEN 'withdrawn'
        END AS ineligible,
        CONV(LEFT(MD5(CONCAT(?, ':', c.id)), 8), 16, 10) / ${buckets} AS bucket
      FROM (${audience.sql}) m
      JOIN contact c ON c.id = m.id
      LEFT JOIN suppression s
        ON s.channel = ? AND s.address_hash = ${addressColumn[terms.channel]}
      LEFT JOIN consent_state k
        ON k.contact_id = c.id AND k.channel = ? AND k.purpose = ?
      WHERE c.id > ? AND c.id <= ?
    ) e`;
  return {
    sql,
    parameters: [
      terms.holdoutShare,
      terms.holdoutShare,
      terms.purpose,
      terms.purpose,
      terms.salt,
      ...audience.parameters,
      terms.channel,
      terms.channel,
      terms.purpose,
      range.after,
      range.through,
    ],
  };
}

const everyId: IdRange = { after: '0', through: '18446744073709551615' };

const target = `INSERT IGNORE INTO delivery (campaign_id, occurrence, contact_id, mailing_id,
  channel, purpose, arm, state, reason, address_hash, due_at, planned_at)`;

/** The rows of everybody, and those whose address somebody of the same occurrence has already. */
const rowsOf = (occurrence: string, decided: string) => ({
  everybody: `${target}
    SELECT ?, ${occurrence}, x.id, ?, ?, ?, x.arm, IF(x.reason IS NULL, 'planned', 'skipped'), x.reason,
      IF(x.reason IS NULL, x.address_hash, NULL), NOW(3), NOW(3)
    FROM (${decided}) x ORDER BY x.id`,
  sharing: `${target}
    SELECT ?, ${occurrence}, x.id, ?, ?, ?, NULL, 'skipped', 'duplicate_address', NULL, NOW(3), NOW(3)
    FROM (${decided}) x WHERE x.reason IS NULL`,
});

/** Writes an audience into the ledger, and says beforehand what it would write. */
@Injectable()
export class PlanningRepository {
  constructor(private readonly database: Database) {}

  /**
   * Writes the range's deliveries. May be repeated: the ledger's unique key keeps the first decision.
   * Two contacts who share an address get one message; the second row says so.
   * @returns how many rows were new.
   */
  async plan(
    sql: Sql,
    mailing: Mailing,
    occurrence: number,
    audience: Audience,
    range: IdRange,
  ): Promise<number> {
    const decided = decisions(audience, range, mailing);
    const { everybody, sharing } = rowsOf('?', decided.sql);
    const fixed = [mailing.campaignId, occurrence, mailing.id, mailing.channel, mailing.purpose];
    const values = [...fixed, ...decided.parameters];
    const { affectedRows, duplicates } = await sql.execute(everybody, values);
    if (duplicates === 0) return affectedRows;
    return affectedRows + (await sql.execute(sharing, values)).affectedRows;
  }

  /**
   * The same for people who each have an occurrence of their own.
   * @param audience selects `id` and `occurrence`.
   */
  async planEach(sql: Sql, mailing: Mailing, audience: Audience): Promise<number> {
    const decided = decisions(audience, everyId, mailing, 'occurrence');
    const { everybody, sharing } = rowsOf('x.occurrence', decided.sql);
    const fixed = [mailing.campaignId, mailing.id, mailing.channel, mailing.purpose];
    const values = [...fixed, ...decided.parameters];
    const { affectedRows, duplicates } = await sql.execute(everybody, values);
    if (duplicates === 0) return affectedRows;
    return affectedRows + (await sql.execute(sharing, values)).affectedRows;
  }

  /** What `plan` would write for the whole audience; nothing is written. */
  async dryRun(audience: Audience, terms: Terms): Promise<PlanCounts> {
    const decided = decisions(audience, everyId, terms);
    const rows = await this.database.query<{
      reason: DeliveryReason | null;
      people: string;
      addresses: string;
    }>(
      `SELECT x.reason, COUNT(*) AS people, COUNT(DISTINCT x.address_hash) AS addresses
       FROM (${decided.sql}) x GROUP BY x.reason`,
      decided.parameters,
    );
    const counts: PlanCounts = { audience: 0, planned: 0, heldOut: 0, skipped: {} };
    for (const { reason, ...row } of rows) {
      const people = Number(row.people);
      counts.audience += people;
      if (reason === 'held_out') counts.heldOut = people;
      else if (reason !== null) counts.skipped[reason] = people;
      else {
        counts.planned = Number(row.addresses);
        if (people > counts.planned) counts.skipped.duplicate_address = people - counts.planned;
      }
    }
    return counts;
  }
}
