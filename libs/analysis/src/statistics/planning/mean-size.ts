import { integrate } from '../numeric/quadrature.js';
import { rootOf } from '../numeric/root.js';
import { logGamma } from '../special/gamma.js';
import { normalQuantile, normalUpperTail } from '../special/normal.js';
import { studentQuantile } from '../special/student.js';
import type { Sizes, Wish } from './sample-size.js';

/**
 * With what probability the two-sided t test finds a difference of means of `effect` in groups of these
 * sizes, both with the standard deviation `deviation`:
 *
 *   P(T > t(1 − α/2; ν)), T noncentral t with ν = n₁ + n₂ − 2 and δ = effect/(deviation·√(1/n₁ + 1/n₂))
 *
 * J. Cohen, Statistical Power Analysis for the Behavioral Sciences, 2nd ed. (1988), chapter 2 and
 * section 12.4. Equals R's `power.t.test(n, delta, sd)`, which leaves out, too, a difference that is
 * found the wrong way round.
 */
export function powerForMeans(
  effect: number,
  deviation: number,
  { first, second }: Sizes,
  alpha = 0.05,
): number {
  const degrees = first + second - 2;
  const shift = Math.abs(effect) / (deviation * Math.sqrt(1 / first + 1 / second));
  return noncentralUpperTail(studentQuantile(1 - alpha / 2, degrees), degrees, shift);
}

/**
 * How many are needed to find a difference of means of `effect`, in the unit of `deviation`, the
 * standard deviation in both groups. Equals R's `power.t.test(delta, sd, power)`, rounded up.
 *
 * @throws RangeError when there is no effect or no deviation
 */
export function sizesForMeans(effect: number, deviation: number, wish: Wish): Sizes {
  const exact = exactMeanSize(effect, deviation, wish);
  return { first: Math.ceil(exact), second: Math.ceil(exact * (wish.ratio ?? 1)) };
}

/** n₁ before it is rounded up. */
export function exactMeanSize(
  effect: number,
  deviation: number,
  { alpha, power, ratio = 1 }: Wish,
): number {
  if (!(effect !== 0 && deviation > 0))
    throw new RangeError(`An effect and a deviation are needed, not ${effect} and ${deviation}.`);
  const lacking = (first: number): number =>
    powerForMeans(effect, deviation, { first, second: first * ratio }, alpha) - power;
  const z = normalQuantile(1 - alpha / 2) + normalQuantile(power);
  const normal = ((1 + 1 / ratio) * (z * deviation) ** 2) / effect ** 2;
  // The t test needs a few more than the normal one, never fewer; two in each group at least.
  const fewest = 2 / Math.min(1, ratio);
  const low = Math.max(normal, fewest);
  return lacking(low) >= 0 ? low : rootOf(lacking, low, low * 2 + 10 * fewest);
}

/**
 * P(T > t) of the noncentral t distribution, t > 0: the normal tail Φ(δ − t·s), averaged over the
 * deviation s that a sample shows in units of the true one, ν·s² being χ² with ν degrees.
 */
function noncentralUpperTail(t: number, degrees: number, shift: number): number {
  const half = degrees / 2;
  const constant = Math.log(2) + half * Math.log(half) - logGamma(half);
  const density = (s: number): number =>
    s <= 0 ? 0 : Math.exp(constant + (degrees - 1) * Math.log(s) - half * s * s);
  const reach = 9 / Math.sqrt(2 * degrees);
  return integrate(
    (s) => density(s) * normalUpperTail(t * s - shift),
    Math.max(0, 1 - reach),
    1 + reach * 1.5,
    4,
  );
}
