import { classifyRefusal, type BounceVerdict, type Refused } from '#libs/messaging';
import type { Clues } from '../inbound/inbound.js';

export type Provider = 'ses' | 'sendgrid' | 'postmark' | 'mailgun';

interface Found {
  /** What may lead to the delivery; counts only where it is signed or sealed by us. */
  clues: Clues;
  /** When it happened, by the provider's clock; null where it does not say. */
  at: Date | null;
}

/** One event of a provider, in our terms. What concerns nobody (opens, delays, …) is none. */
export type Finding =
  | (Found & { kind: 'complaint' | 'delivered' })
  | (Found & BounceVerdict & { kind: 'bounce'; refused: Required<Refused> });

/** A JSON value of which nothing is known. */
export type Json = Readonly<Record<string, unknown>>;

export const objectIn = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};

export const listIn = (value: unknown): Json[] => (Array.isArray(value) ? value.map(objectIn) : []);

/** A text, or the number that stands in its place; empty for anything else. */
export const textIn = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

export const cluesFrom = (clues: Partial<Clues>): Clues => ({
  addresses: [],
  messageIds: [],
  unsubscribes: [],
  ...clues,
});

/** An instant as ISO 8601, or seconds since 1970; null for anything else. */
export function instantIn(value: unknown): Date | null {
  const seconds = typeof value === 'number' ? value : /^\d{9,11}(\.\d+)?$/.test(textIn(value)) ? Number(value) : NaN; // prettier-ignore
  const at = new Date(Number.isNaN(seconds) ? textIn(value) : seconds * 1000);
  return Number.isNaN(at.getTime()) ? null : at;
}

/**
 * What the server's own words say, and where they say nothing, what the provider makes of it. Where the
 * provider does not think that nobody is there, nobody is suppressed for good.
 */
export function judged(refused: Refused, opinion: BounceVerdict): BounceVerdict {
  const verdict = classifyRefusal(refused);
  if (verdict.class === 'unknown') return opinion;
  return verdict.class === 'hard' && opinion.class !== 'hard' ? opinion : verdict;
}

/** What a provider's word for it stands for; undefined for a word that is not in the table. */
export const opinionOf = (
  opinions: Readonly<Record<string, BounceVerdict>>,
  word: string,
): BounceVerdict | undefined => (Object.hasOwn(opinions, word) ? opinions[word] : undefined);

/** An enhanced status as it stands alone in a field; null for anything else. */
export const statusOf = (value: unknown): string | null =>
  /^[245]\.\d{1,3}\.\d{1,3}$/.exec(textIn(value).trim())?.[0] ?? null;

/** An SMTP reply code in a field; null for anything else. */
export const codeOf = (value: unknown): number | null => {
  const code = Number(textIn(value));
  return code >= 200 && code < 600 ? Math.trunc(code) : null;
};
