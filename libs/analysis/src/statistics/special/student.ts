import { regularisedBeta } from './beta.js';
import { normalQuantile } from './normal.js';

/** From here on the expansion about the normal quantile is good to more than ten figures. */
const manyDegrees = 200;

/**
 * The quantile of Student's t distribution: t with P(T ≤ t) = p, for 0 < p < 1 and any positive,
 * also fractional, degrees of freedom (Welch's are).
 *
 * For 200 degrees and more: the Cornish–Fisher expansion about the normal quantile, M. Abramowitz and
 * I. A. Stegun, Handbook of Mathematical Functions, 26.7.5. Below: bisection of the distribution
 * function.
 *
 * @throws RangeError when p is outside of (0, 1) or degrees is not positive
 */
export function studentQuantile(p: number, degrees: number): number {
  if (!(degrees > 0)) throw new RangeError(`Degrees of freedom are positive, not ${degrees}.`);
  if (p < 0.5) return -studentQuantile(1 - p, degrees);
  const z = normalQuantile(p);
  if (degrees >= manyDegrees) return cornishFisher(z, degrees);
  let [low, high] = [0, 1];
  while (studentUpperTail(high, degrees) > 1 - p) [low, high] = [high, high * 2];
  for (;;) {
    const mid = (low + high) / 2;
    if (mid === low || mid === high) return mid;
    if (studentUpperTail(mid, degrees) > 1 - p) low = mid;
    else high = mid;
  }
}

function cornishFisher(z: number, n: number): number {
  const w = z * z;
  return (
    z *
    (1 +
      (w + 1) / (4 * n) +
      ((5 * w + 16) * w + 3) / (96 * n ** 2) +
      (((3 * w + 19) * w + 17) * w - 15) / (384 * n ** 3) +
      ((((79 * w + 776) * w + 1482) * w - 1920) * w - 945) / (92160 * n ** 4))
  );
}

/**
 * The upper tail of Student's t distribution, P(T > t), for t ≥ 0: ½·I(ν/(ν+t²); ν/2, ½), I being the
 * regularised incomplete beta function.
 */
export function studentUpperTail(t: number, degrees: number): number {
  const square = t * t;
  const scale = degrees + square;
  return regularisedBeta(degrees / scale, square / scale, degrees / 2, 0.5) / 2;
}
