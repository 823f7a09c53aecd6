import type { Comparable } from './comparable.js';
import type { Channel } from './tree.js';

/** A calendar day is a text `2026-03-01`; an instant is a Date. */
export type FactValue = string | number | boolean | Date | readonly string[];

export interface EventFact {
  /** When it happened. */
  readonly at: Date;
  readonly value: number | null;
  /** The value exactly, as DECIMAL text; sums are exact. */
  readonly decimal: string | null;
  readonly currency: string | null;
  readonly properties: Comparable;
}

/** What some events come to, none of them after the present. One for each currency, '' without. */
export interface Tally {
  readonly currency: string;
  readonly times: number;
  /** The sum of their values as DECIMAL text. */
  readonly total: string;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** What a contact did under one name. */
export interface EventHistory {
  /** Single events, in any order; those of the future too. */
  readonly events: readonly EventFact[];
  /**
   * What came before, summed up: events that are older than every window of the rule, when it asks
   * nothing else of them than how many, how much, the first and the last. Empty when all are in `events`.
   */
  readonly before: readonly Tally[];
}

export type ResponseKind = 'open' | 'click' | 'reply' | 'bounce' | 'complaint' | 'unsubscribe';

export interface ResponseFact {
  readonly kind: ResponseKind;
  /** A mail program or scanner, not the person. */
  readonly machine: boolean;
  /** Clicks: the link's position in the message. */
  readonly link: number | null;
  readonly at: Date;
}

/** One message to the contact, and what came back. */
export interface MessageFact {
  /** The campaign's id. */
  readonly campaign: string;
  readonly channel: Channel;
  /** When it was handed over; null when it was not (yet). */
  readonly sentAt: Date | null;
  readonly responses: readonly ResponseFact[];
}

/** All that is known of one contact, as far as a rule asks. */
export interface Facts {
  /** The contact's id. */
  readonly id: string;
  /** null when nothing is known. */
  value(field: string): FactValue | null;
  /** `*` stands for every name. */
  history(event: string): EventHistory;
  messages(): readonly MessageFact[];
  /** Ids of the lists that the contact is on. */
  lists(): ReadonlySet<string>;
  /** Whether the contact may be written to: an address, not suppressed, consent if the purpose asks it. */
  mayReach(channel: Channel, purpose: string): boolean;
}
