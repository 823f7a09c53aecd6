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

export type Terms = Pick<Mailing, 'channel' | 'purpose' | 'holdoutShare' | 'salt'>;

/** A part of a SELECT over a contact `c`, with its bound values. */
export interface Expression {
  sql: string;
  parameters: readonly unknown[];
}

/** At once. */
export const now: Expression = { sql: 'NOW(3)', parameters: [] };

/** 2^32: the bucket is the first 32 bits of an MD5, taken for its even spread, not for secrecy. */
export const buckets = 4294967296;

const addressColumn = { email: 'c.email_hash', sms: 'c.phone_hash' } as const;

/**
 * Everybody of the audience in the range, each with the decision made about them:
 * first whether they can be written to at all, then, for those, by a sticky hash of salt and contact,
 * whether they are held out. `reason` is NULL for those who are to get the message.
 */
export function decisions(
  audience: Audience,
  range: IdRange,
  terms: Terms,
  { occurrence = null, due = now }: { occurrence?: string | null; due?: Expression } = {},
): Audience {
  const [outer, inner] = occurrence ? [`e.${occurrence},`, `m.${occurrence},`] : ['', ''];
  const sql = `
    SELECT e.id, ${outer} e.address_hash, e.due_at,
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
        CONV(LEFT(MD5(CONCAT(?, ':', c.id)), 8), 16, 10) / ${buckets} AS bucket,
        ${due.sql} AS due_at
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
      ...due.parameters,
      ...audience.parameters,
      terms.channel,
      terms.channel,
      terms.purpose,
      range.after,
      range.through,
    ],
  };
}

/** The whole audience. */
export const everyId: IdRange = { after: '0', through: '18446744073709551615' };
