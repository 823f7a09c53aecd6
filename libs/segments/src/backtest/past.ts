import type { Facts } from '#libs/rules';

/**
 * What is known of one contact over a span of time. Events and messages carry their own times; a rule
 * asks of consent, suppression and lists only how they stand, so it is said here when they turned.
 */
export interface Past {
  /** How things stood at an instant. */
  at(instant: Date): Facts;
  /** When they began to stand otherwise: milliseconds, in order of time. */
  readonly turns: readonly number[];
}
