/**
 * What a refusal says of the address.
 * - `hard`: nobody will ever be reached there; it is suppressed at once.
 * - `soft`: not now; it is suppressed when that goes on (soft-policy.ts).
 * - `block`: we, or this message, were not wanted; it says nothing of the address.
 * - `unknown`: refused for a reason that nobody understood; counts as soft does.
 */
export const bounceClasses = ['hard', 'block', 'soft', 'unknown'] as const;
export type BounceClass = (typeof bounceClasses)[number];

/** What is known of one refusal. */
export interface Refused {
  /** SMTP reply code (RFC 5321 section 4.2), such as 550. */
  code?: number | null;
  /** Enhanced status (RFC 3463), such as `5.1.1`. */
  status?: string | null;
  /** What the server, or whoever reports, wrote. */
  text?: string | null;
}

export interface BounceVerdict {
  class: BounceClass;
  /** Stable name of the rule that decided. */
  rule: string;
}

/** `unknown` says least, `hard` most: of several recipients of one message the gravest counts. */
export const gravest = <T extends { class: BounceClass }>(verdicts: readonly T[]): T | undefined =>
  [...verdicts].sort((a, b) => bounceClasses.indexOf(a.class) - bounceClasses.indexOf(b.class))[0];
