import type { BounceVerdict } from '../bounces/bounce-class.js';

/** What became of a message, or of one part of it, after it was accepted. */
export interface SmsReceipt {
  /** Who told: `smpp`, `twilio`, `gateway`. */
  source: string;
  /** The id that whoever tells gave the part when it took it; empty where none is told. */
  partId: string;
  /** Whom it was for, as it is written there. */
  to: string;
  /** `passed_on`: it is still on its way; nothing follows but that it was taken. */
  state: 'delivered' | 'undelivered' | 'passed_on';
  /** What it says of the number, where it was not delivered. */
  verdict: BounceVerdict | null;
  code: number | null;
  /** The network's own words, without what was sent. */
  text: string;
  /** When, by the network's clock; null where it does not say. */
  at: Date | null;
}

/** What somebody wrote to one of our numbers. */
export interface SmsArrival {
  source: string;
  /** Whoever tells has this id for it alone, so that a repeat is known; null where there is none. */
  id: string | null;
  from: string;
  to: string;
  text: string;
}

/** Takes in what a connection brings. What it throws is told the other side, which comes again. */
export interface SmsSignals {
  receipt(receipt: SmsReceipt): Promise<unknown>;
  arrival(arrival: SmsArrival): Promise<unknown>;
}
