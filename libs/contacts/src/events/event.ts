import { sha256 } from '#libs/platform';
import type { MatchKey } from '../contacts/contact.js';

/** Whom an event is about. */
export interface ContactRef {
  by: MatchKey | 'id';
  /** Canonical. */
  value: string;
}

/** An event that has been judged fit to be stored, its contact still to be found. */
export interface NewEvent {
  /** Makes the client's id idempotent: see clientHash. */
  clientHash: Buffer;
  contact: ContactRef;
  name: string;
  occurredAt: Date;
  /** A decimal with at most 4 places, as text so that no binary fraction comes near it. */
  value: string | null;
  /** ISO 4217; present exactly when a value is. */
  currency: string | null;
  /** Serialised JSON object. */
  properties: string | null;
  /** Brought in later, as history: nobody acts upon it, however recent it is. */
  history?: boolean;
}

/** What became of one event. */
export type EventOutcome =
  | { status: 'accepted'; contactId: string }
  | { status: 'duplicate' }
  | { status: 'error'; code: string; message: string; place: string };

/**
 * First 128 bits of SHA-256 over the source and the id that the client gave: the same event sent
 * again is recognised, and two sources may use the same ids.
 */
export const clientHash = (source: string, id: string): Buffer =>
  sha256(`${source.length}:${source}${id}`).subarray(0, 16);

/** Letters, digits, space and `_ . : -`; begins with a letter, ends without a space. */
export const eventNamePattern = /^[A-Za-z](?:[A-Za-z0-9_ .:-]{0,98}[A-Za-z0-9_.:-])?$/;

/** What DECIMAL(19,4) holds: 15 digits before the point, 4 after it. */
export const moneyPattern = /^-?\d{1,15}(?:\.\d{1,4})?$/;

/** How far the client's clock may be ahead, milliseconds. */
export const maxAheadMs = 3600_000;

/** Serialised properties, bytes. */
export const maxPropertiesBytes = 32 * 1024;

/**
 * How late an event may come and still be acted upon, milliseconds: whoever waits for it is told only
 * of what happened within this time. Rules judge every event by when it happened, however late.
 */
export const feedHorizonMs = 24 * 3600_000;
