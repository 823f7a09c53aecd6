import { coefficientOf, type Coefficient } from './coefficient.js';
import { leastSquares } from './least-squares.js';
import { neweyWestErrors, usualLag } from './newey-west.js';

/** What changed in a series when something happened. */
export interface Interruption {
  /** By how much it stepped up at once, in the unit of the series. */
  level: Coefficient;
  /** By how much its slope changed, unit per instant. */
  slope: Coefficient;
  /** The slope before. */
  trend: Coefficient;
}

/** Fewer instants than this before, or after, tell nothing of a slope and its error. */
const fewest = 4;

/**
 * An interrupted time series: segmented regression with Newey and West's errors,
 *
 *   yₜ = β₀ + β₁t + β₂Dₜ + β₃(t − t₀)Dₜ,  Dₜ = 1 from t₀ on
 *
 * with β₂ the change of level and β₃ that of slope. A. K. Wagner, S. B. Soumerai, F. Zhang,
 * D. Ross-Degnan, "Segmented regression analysis of interrupted time series studies in medication use
 * research", Journal of Clinical Pharmacy and Therapeutics 27 (2002), 299–309. Equals R's `lm` with
 * `sandwich::NeweyWest(fit, lag, prewhite = FALSE, adjust = TRUE)`.
 *
 * It answers "what changed when the competitor moved" on these conditions:
 *
 * - without the move the series would have gone on along its line;
 * - nothing else happened at the same time (a holiday, a campaign of one's own);
 * - the instants are equally far apart, and have no pattern within the week: take weeks, not days;
 * - the series was measured in the same way before and after.
 *
 * A series that the move cannot have touched, put beside it, tests the second: `differenceInDifferences`.
 *
 * @param y the series, in order of time
 * @param from the index of the first instant that the move can have touched, t₀
 * @returns null with fewer than 4 instants before or from it on
 */
export function interruptedSeries(
  y: readonly number[],
  from: number,
  { lag = usualLag(y.length), level = 0.95 }: { lag?: number; level?: number } = {},
): Interruption | null {
  const n = y.length;
  if (from < fewest || n - from < fewest) return null;
  const rows = y.map((_, t) => [1, t, t < from ? 0 : 1, t < from ? 0 : t - from]);
  const fit = leastSquares(rows, y);
  if (fit === null) return null;
  const errors = neweyWestErrors(rows, fit, lag);
  const coefficient = (i: number): Coefficient =>
    coefficientOf(fit.coefficients[i] ?? NaN, errors[i] ?? NaN, n - 4, level);
  return { level: coefficient(2), slope: coefficient(3), trend: coefficient(1) };
}
