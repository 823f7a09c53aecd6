import { welchDifference, welchPValue, type MeanDifference, type Sample } from './mean.js';

/**
 * A group's sums over its members: y is what is measured, x what was known of the same person before
 * the experiment, such as the same measure over the weeks before. Who has no x or y counts with 0.
 */
export interface PairSums {
  /** How many members. */
  of: number;
  x: number;
  y: number;
  xx: number;
  xy: number;
  yy: number;
}

/** A difference of means that what was known before has been taken out of. */
export interface CupedDifference extends MeanDifference {
  /** By how much y goes with one of x, in both groups. */
  theta: number;
  /** Two-sided; null when neither group varies. */
  pValue: number | null;
  /** The share of the difference's variance that is gone, 0 to 1: 0.5 is as good as twice the people. */
  reduction: number;
}

/**
 * The difference of two means, first − second, sharpened by a covariate from before the experiment
 * (CUPED). With S the sums of squares and products about each group's own means, added over both:
 *
 *   θ = Sxy/Sxx,  d = (ȳ₁ − ȳ₂) − θ(x̄₁ − x̄₂)
 *
 * and Welch's interval on y − θx. A. Deng, Y. Xu, R. Kohavi, T. Walker, "Improving the sensitivity of
 * online controlled experiments by utilizing pre-experiment data", WSDM (2013), 123–132, equations 2
 * and 4. The covariate must not be able to know of the assignment, else the effect is taken out with it.
 *
 * The sums are of ordinary size: with means above some 10⁶ standard deviations nothing is left of them.
 *
 * @returns null when a group has fewer than two members
 */
export function cupedDifference(
  first: PairSums,
  second: PairSums,
  level = 0.95,
): CupedDifference | null {
  const [a, b] = [momentsOf(first), momentsOf(second)];
  const spread = a.xx + b.xx;
  const theta = spread > 0 ? (a.xy + b.xy) / spread : 0;
  const [left, right] = [adjusted(a, theta), adjusted(b, theta)];
  const difference = welchDifference(left, right, level);
  if (difference === null) return null;
  const before = adjusted(a, 0).variance / a.of + adjusted(b, 0).variance / b.of;
  const after = left.variance / a.of + right.variance / b.of;
  return {
    ...difference,
    theta,
    pValue: welchPValue(left, right),
    reduction: before > 0 ? Math.max(0, 1 - after / before) : 0,
  };
}

/** Means, and sums of squares and products about them. */
function momentsOf({ of, x, y, xx, xy, yy }: PairSums) {
  const about = (products: number, left: number, right: number): number =>
    of === 0 ? 0 : products - (left * right) / of;
  return {
    of,
    meanX: of === 0 ? 0 : x / of,
    meanY: of === 0 ? 0 : y / of,
    xx: Math.max(0, about(xx, x, x)),
    xy: about(xy, x, y),
    yy: Math.max(0, about(yy, y, y)),
  };
}

/** The sample of y − θx. */
function adjusted(moments: ReturnType<typeof momentsOf>, theta: number): Sample {
  const { of, meanX, meanY, xx, xy, yy } = moments;
  const squares = Math.max(0, yy - 2 * theta * xy + theta ** 2 * xx);
  return { of, mean: meanY - theta * meanX, variance: of < 2 ? 0 : squares / (of - 1) };
}
