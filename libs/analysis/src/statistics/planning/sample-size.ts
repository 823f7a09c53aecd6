import { rootOf } from '../numeric/root.js';
import { normalQuantile, normalUpperTail } from '../special/normal.js';

/** How sure a comparison is to be. */
export interface Wish {
  /** Two-sided probability of a false alarm; 0.05 as a rule. */
  alpha: number;
  /** Probability of finding the effect when it is there; 0.8 as a rule. */
  power: number;
  /** Members of the second group (the control) for each of the first; 1 when left out. */
  ratio?: number;
}

/** What a comparison needs: the groups' sizes, rounded up. */
export interface Sizes {
  first: number;
  second: number;
}

/**
 * How many are needed to tell two proportions apart, by the two-sided test of `twoProportionPValue`.
 * With r the ratio n₂/n₁ and p̄ = (p₁ + r·p₂)/(r + 1):
 *
 *   n₁ = (z(1 − α/2)·√((r + 1)·p̄(1 − p̄)) + z(power)·√(r·p₁(1 − p₁) + p₂(1 − p₂)))² / (r·(p₁ − p₂)²)
 *
 * J. L. Fleiss, B. Levin, M. C. Paik, Statistical Methods for Rates and Proportions, 3rd ed. (2003),
 * section 4.4, without continuity correction. With r = 1 it equals R's `power.prop.test`.
 *
 * @throws RangeError when the proportions are alike or outside of 0 to 1
 */
export function sizesForProportions(p1: number, p2: number, wish: Wish): Sizes {
  const exact = exactSize(p1, p2, wish);
  return { first: Math.ceil(exact), second: Math.ceil(exact * (wish.ratio ?? 1)) };
}

/** n₁ before it is rounded up. */
export function exactSize(p1: number, p2: number, { alpha, power, ratio = 1 }: Wish): number {
  if (!(p1 >= 0 && p1 <= 1 && p2 >= 0 && p2 <= 1 && p1 !== p2))
    throw new RangeError(`Two different proportions are needed, not ${p1} and ${p2}.`);
  const mean = (p1 + ratio * p2) / (ratio + 1);
  const underNull = Math.sqrt((ratio + 1) * mean * (1 - mean));
  const otherwise = Math.sqrt(ratio * p1 * (1 - p1) + p2 * (1 - p2));
  const sum = normalQuantile(1 - alpha / 2) * underNull + normalQuantile(power) * otherwise;
  return sum ** 2 / (ratio * (p1 - p2) ** 2);
}

/**
 * With what probability the two-sided test finds a difference of p₁ and p₂ in groups of these sizes: the
 * formula of `sizesForProportions`, solved for the power. Equals R's `power.prop.test(n, p1, p2)`, which
 * leaves out, too, a difference that is found the wrong way round.
 */
export function powerForProportions(
  p1: number,
  p2: number,
  { first, second }: Sizes,
  alpha = 0.05,
): number {
  const mean = (p1 * first + p2 * second) / (first + second);
  const underNull = Math.sqrt(mean * (1 - mean) * (1 / first + 1 / second));
  const otherwise = Math.sqrt((p1 * (1 - p1)) / first + (p2 * (1 - p2)) / second);
  const z = (Math.abs(p1 - p2) - normalQuantile(1 - alpha / 2) * underNull) / otherwise;
  return normalUpperTail(-z);
}

/**
 * The smallest proportion above p₂ that groups of these sizes tell from it with the wished power: the
 * minimum detectable effect. Equals R's `power.prop.test(n, p1, power)`.
 *
 * @returns null when not even 1 would be found
 */
export function detectableProportion(
  p2: number,
  sizes: Sizes,
  { alpha, power }: Pick<Wish, 'alpha' | 'power'>,
): number | null {
  const lacking = (p1: number): number => powerForProportions(p1, p2, sizes, alpha) - power;
  // At 1 the formula divides by a vanishing variance when p₂ is 1, too.
  const most = 1 - 1e-12;
  if (p2 >= most || lacking(most) < 0) return null;
  return rootOf(lacking, p2, most);
}

/** α for each of `arms` comparisons with one control, so that all together keep it: Bonferroni's. */
export function alphaOfEach(alpha: number, arms: number): number {
  return alpha / arms;
}
