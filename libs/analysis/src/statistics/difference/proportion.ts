import type { Estimate, Interval } from '../interval.js';
import { normalQuantile, normalUpperTail } from '../special/normal.js';

/** How many of a group did it. */
export interface Proportion {
  /** Whole number, 0 to `of`. */
  count: number;
  /** Whole number, the size of the group. */
  of: number;
}

/** Two-sided z for a confidence level such as 0.95. */
const zOf = (level: number): number => normalQuantile((1 + level) / 2);

/**
 * Wilson's score interval of a proportion: the π for which |p̂ − π| ≤ z·√(π(1 − π)/n), which is
 *
 *   (2np̂ + z² ± z·√(z² + 4np̂(1 − p̂))) / (2(n + z²))
 *
 * E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
 * American Statistical Association 22 (1927), 209–212.
 *
 * @returns null for an empty group
 */
export function wilsonInterval({ count, of }: Proportion, level = 0.95): Interval | null {
  if (of === 0) return null;
  const z = zOf(level);
  const square = z * z;
  const spread = z * Math.sqrt(square + 4 * count * (1 - count / of));
  const under = 2 * (of + square);
  return {
    // At the ends the root is exact on paper, not in floating point.
    low: count === 0 ? 0 : (2 * count + square - spread) / under,
    high: count === of ? 1 : (2 * count + square + spread) / under,
  };
}

/**
 * The difference of two proportions, first − second, with Newcombe's hybrid score interval. With
 * (lᵢ, uᵢ) the Wilson intervals:
 *
 *   d − √((p₁ − l₁)² + (u₂ − p₂)²)  to  d + √((u₁ − p₁)² + (p₂ − l₂)²)
 *
 * R. G. Newcombe, "Interval estimation for the difference between independent proportions", Statistics
 * in Medicine 17 (1998), 873–890, method 10.
 *
 * @returns null when a group is empty
 */
export function newcombeDifference(
  first: Proportion,
  second: Proportion,
  level = 0.95,
): Estimate | null {
  const a = wilsonInterval(first, level);
  const b = wilsonInterval(second, level);
  if (a === null || b === null) return null;
  const p = first.count / first.of;
  const q = second.count / second.of;
  return {
    estimate: p - q,
    low: p - q - Math.hypot(p - a.low, b.high - q),
    high: p - q + Math.hypot(a.high - p, q - b.low),
  };
}

/**
 * The difference of two proportions with Wald's interval, d ± z·√(p₁q₁/n₁ + p₂q₂/n₂), cut at −1 and 1:
 * what R's `prop.test(…, correct = FALSE)` prints. Here for comparison with other tools; it is too
 * narrow for small counts, so that the report takes `newcombeDifference`.
 *
 * @returns null when a group is empty
 */
export function waldDifference(
  first: Proportion,
  second: Proportion,
  level = 0.95,
): Estimate | null {
  if (first.of === 0 || second.of === 0) return null;
  const p = first.count / first.of;
  const q = second.count / second.of;
  const width = zOf(level) * waldError(first, second);
  return {
    estimate: p - q,
    low: Math.max(-1, p - q - width),
    high: Math.min(1, p - q + width),
  };
}

/** The standard error of p₁ − p₂ that Wald's interval takes, √(p₁q₁/n₁ + p₂q₂/n₂); NaN without people. */
export function waldError(first: Proportion, second: Proportion): number {
  const variance = ({ count, of }: Proportion): number => ((count / of) * (1 - count / of)) / of;
  return Math.sqrt(variance(first) + variance(second));
}

/**
 * The two-sided p value of the two-proportion z test with the pooled variance, without continuity
 * correction: z = (p₁ − p₂) / √(p(1 − p)(1/n₁ + 1/n₂)), p = (x₁ + x₂)/(n₁ + n₂). Equals that of
 * R's `prop.test(…, correct = FALSE)`.
 *
 * J. L. Fleiss, B. Levin, M. C. Paik, Statistical Methods for Rates and Proportions, 3rd ed. (2003),
 * section 3.1.
 *
 * @returns null when a group is empty or nobody or everybody did it
 */
export function twoProportionPValue(first: Proportion, second: Proportion): number | null {
  if (first.of === 0 || second.of === 0) return null;
  const pooled = (first.count + second.count) / (first.of + second.of);
  if (pooled === 0 || pooled === 1) return null;
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / first.of + 1 / second.of));
  return 2 * normalUpperTail(Math.abs(first.count / first.of - second.count / second.of) / error);
}
