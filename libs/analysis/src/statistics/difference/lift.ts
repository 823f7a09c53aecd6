import type { Estimate } from '../interval.js';
import { normalQuantile } from '../special/normal.js';
import type { Sample } from './mean.js';
import type { Proportion } from './proportion.js';

/**
 * By how much the first proportion is higher than the second, as a share of the second: p₁/p₂ − 1
 * (0.1 is 10 % more). Interval of the ratio by Katz's logarithm:
 *
 *   ln(p₁/p₂) ± z·√((1 − p₁)/x₁ + (1 − p₂)/x₂)
 *
 * D. Katz, J. Baptista, S. P. Azen, M. C. Pike, "Obtaining confidence intervals for the risk ratio in
 * cohort studies", Biometrics 34 (1978), 469–474.
 *
 * @returns null when a group is empty or nobody in it did it: then there is no logarithm
 */
export function proportionLift(
  first: Proportion,
  second: Proportion,
  level = 0.95,
): Estimate | null {
  if (first.count === 0 || second.count === 0) return null;
  const ratio = first.count / first.of / (second.count / second.of);
  const variance = 1 / first.count - 1 / first.of + 1 / second.count - 1 / second.of;
  return liftOf(ratio, Math.sqrt(variance), level);
}

/**
 * By how much the first mean is higher than the second, as a share of the second: x̄₁/x̄₂ − 1. Interval
 * of the ratio by the delta method on its logarithm, for large groups:
 *
 *   ln(x̄₁/x̄₂) ± z·√(s₁²/(n₁x̄₁²) + s₂²/(n₂x̄₂²))
 *
 * G. Casella and R. L. Berger, Statistical Inference, 2nd ed. (2002), section 5.5.4.
 *
 * @returns null when a group has fewer than two members or its mean is not positive
 */
export function meanLift(first: Sample, second: Sample, level = 0.95): Estimate | null {
  if (first.of < 2 || second.of < 2 || !(first.mean > 0 && second.mean > 0)) return null;
  const share = ({ of, mean, variance }: Sample): number => variance / of / mean ** 2;
  return liftOf(first.mean / second.mean, Math.sqrt(share(first) + share(second)), level);
}

/** @param error the standard error of the ratio's logarithm */
function liftOf(ratio: number, error: number, level: number): Estimate {
  const width = normalQuantile((1 + level) / 2) * error;
  return {
    estimate: ratio - 1,
    low: ratio * Math.exp(-width) - 1,
    high: ratio * Math.exp(width) - 1,
  };
}
