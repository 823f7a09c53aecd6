import type { Findings } from './check.js';

/** How big a fault is played. */
export interface Scale {
  /** Contacts, each of whom a campaign writes to. */
  people: number;
  /** How often processes are killed, at most. */
  times: number;
  /** For how long something is slow or away, seconds. */
  seconds: number;
}

/** What came of a fault. */
export interface Seen {
  findings: Findings;
  /** Whatever else is worth knowing: numbers, in their names' units. */
  figures: Readonly<Record<string, number>>;
  /** In words, what of the promise did not hold. */
  broken: readonly string[];
}
