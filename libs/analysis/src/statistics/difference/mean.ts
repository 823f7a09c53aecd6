import type { Estimate } from '../interval.js';
import { studentQuantile, studentUpperTail } from '../special/student.js';

/** A group's measurements, summed up. */
export interface Sample {
  /** How many were measured, those with 0 included. */
  of: number;
  mean: number;
  /** With the divisor n − 1, squared units of the mean; 0 when `of` is below 2. */
  variance: number;
}

/** A difference of means, and the degrees of freedom its interval was taken with. */
export interface MeanDifference extends Estimate {
  /** Null when neither group varies: then the interval is the difference itself. */
  degrees: number | null;
}

/**
 * The difference of two means, first − second, with Welch's interval d ± t(ν)·√(s₁²/n₁ + s₂²/n₂),
 *
 *   ν = (s₁²/n₁ + s₂²/n₂)² / ((s₁²/n₁)²/(n₁ − 1) + (s₂²/n₂)²/(n₂ − 1))
 *
 * B. L. Welch, "The generalization of 'Student's' problem when several different population variances
 * are involved", Biometrika 34 (1947), 28–35. Equals R's `t.test(x, y)`.
 *
 * @returns null when a group has fewer than two members
 */
export function welchDifference(
  first: Sample,
  second: Sample,
  level = 0.95,
): MeanDifference | null {
  if (first.of < 2 || second.of < 2) return null;
  const estimate = first.mean - second.mean;
  const a = first.variance / first.of;
  const b = second.variance / second.of;
  if (a + b === 0) return { estimate, low: estimate, high: estimate, degrees: null };
  const degrees = (a + b) ** 2 / (a ** 2 / (first.of - 1) + b ** 2 / (second.of - 1));
  const width = studentQuantile((1 + level) / 2, degrees) * Math.sqrt(a + b);
  return { estimate, low: estimate - width, high: estimate + width, degrees };
}

/**
 * The two-sided p value of Welch's t test of equal means: t = (x̄₁ − x̄₂)/√(s₁²/n₁ + s₂²/n₂) on the
 * degrees of freedom of `welchDifference`. Equals that of R's `t.test(x, y)`.
 *
 * @returns null when a group has fewer than two members or neither group varies
 */
export function welchPValue(first: Sample, second: Sample): number | null {
  const difference = welchDifference(first, second);
  if (difference === null || difference.degrees === null) return null;
  const error = Math.sqrt(first.variance / first.of + second.variance / second.of);
  return 2 * studentUpperTail(Math.abs(difference.estimate) / error, difference.degrees);
}
