import type { Estimate } from '../interval.js';
import { studentQuantile, studentUpperTail } from '../special/student.js';

/** A coefficient with its interval and test. */
export interface Coefficient extends Estimate {
  standardError: number;
  /** Two-sided, of there being none; null when the standard error is 0. */
  pValue: number | null;
}

/** By Student's t with these degrees of freedom. */
export function coefficientOf(
  estimate: number,
  standardError: number,
  degrees: number,
  level: number,
): Coefficient {
  const width = studentQuantile((1 + level) / 2, degrees) * standardError;
  const t = Math.abs(estimate) / standardError;
  return {
    estimate,
    low: estimate - width,
    high: estimate + width,
    standardError,
    pValue: standardError > 0 ? 2 * studentUpperTail(t, degrees) : null,
  };
}
