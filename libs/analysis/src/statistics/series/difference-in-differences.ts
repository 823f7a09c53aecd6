import { crossProduct } from '../numeric/matrix.js';
import { coefficientOf, type Coefficient } from './coefficient.js';
import { leastSquares, sandwichErrors, scores } from './least-squares.js';

/** One measurement of one unit, such as a province in a week. */
export interface Observation {
  /** Measurements of one unit hang together. */
  unit: string;
  /** Whether the unit is one that the move concerns. */
  exposed: boolean;
  /** Whether it was measured after the move. */
  after: boolean;
  value: number;
}

/** Fewer exposed or other units than this make clustered errors worthless. */
const fewestUnits = 2;

/**
 * Difference in differences: by how much more the exposed units changed than the others did,
 *
 *   y = β₀ + β₁·exposed + β₂·after + β₃·exposed·after
 *
 * β₃ with errors clustered by unit, so that many measurements of few units do not pass for many units:
 *
 *   M = G/(G − 1)·(n − 1)/(n − 4)·Σ_g u_g u_gᵀ,  u_g the sum of the unit's rows times their residuals
 *
 * and Student's t with G − 1 degrees of freedom, G being the number of units. M. Bertrand, E. Duflo,
 * S. Mullainathan, "How much should we trust differences-in-differences estimates?", Quarterly Journal
 * of Economics 119 (2004), 249–275; A. C. Cameron and D. L. Miller, "A practitioner's guide to
 * cluster-robust inference", Journal of Human Resources 50 (2015), 317–372. Equals R's
 * `sandwich::vcovCL(lm(y ~ exposed * after), cluster = unit, type = 'HC1')`.
 *
 * It answers "what did the competitor's move do" on these conditions:
 *
 * - without the move the exposed would have changed as the others did (parallel trends): look at the
 *   weeks before;
 * - the others were not touched by it, not even at second hand;
 * - nobody moved from one side to the other because of it;
 * - there are many units. Below some 20 in all, or with few on one side, the interval is too narrow.
 *
 * @returns null with fewer than two units on either side, or when one side lacks before or after
 */
export function differenceInDifferences(
  observations: readonly Observation[],
  level = 0.95,
): Coefficient | null {
  const unitsOf = (side: boolean): number =>
    new Set(observations.filter(({ exposed }) => exposed === side).map(({ unit }) => unit)).size;
  if (unitsOf(true) < fewestUnits || unitsOf(false) < fewestUnits) return null;
  const rows = observations.map(({ exposed, after }) =>
    [true, exposed, after, exposed && after].map(Number),
  );
  const n = rows.length;
  const fit =
    n > 4
      ? leastSquares(
          rows,
          observations.map(({ value }) => value),
        )
      : null;
  if (fit === null) return null;
  const sums = new Map<string, number[]>();
  scores(rows, fit).forEach((score, i) => {
    const unit = observations[i]?.unit ?? '';
    sums.set(
      unit,
      score.map((value, j) => value + (sums.get(unit)?.[j] ?? 0)),
    );
  });
  const clusters = [...sums.values()];
  const g = clusters.length;
  const factor = (g / (g - 1)) * ((n - 1) / (n - 4));
  const meat = crossProduct(clusters, clusters).map((row) => row.map((value) => value * factor));
  const error = sandwichErrors(fit, meat)[3] ?? NaN;
  return coefficientOf(fit.coefficients[3] ?? NaN, error, g - 1, level);
}
