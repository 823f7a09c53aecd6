import { crossProduct, type Matrix } from '../numeric/matrix.js';
import { sandwichErrors, scores, type LeastSquares } from './least-squares.js';

/** The usual lag for n instants, ⌊4·(n/100)^(2/9)⌋. W. K. Newey and K. D. West (1994). */
export const usualLag = (n: number): number => Math.floor(4 * (n / 100) ** (2 / 9));

/**
 * Standard errors of a regression over time whose errors may vary in size and go on from one instant to
 * the next, up to `lag` of them. With uₜ the row of X times its residual:
 *
 *   M = n/(n − k)·(Γ₀ + Σₗ (1 − l/(L + 1))·(Γₗ + Γₗᵀ)),  Γₗ = Σₜ uₜuₜ₋ₗᵀ
 *
 * W. K. Newey and K. D. West, "A simple, positive semi-definite, heteroskedasticity and autocorrelation
 * consistent covariance matrix", Econometrica 55 (1987), 703–708. Equals R's
 * `sandwich::NeweyWest(fit, lag, prewhite = FALSE, adjust = TRUE)`.
 *
 * @param rows X, in order of time, at equal distances
 */
export function neweyWestErrors(rows: Matrix, fit: LeastSquares, lag: number): number[] {
  const u = scores(rows, fit);
  const n = rows.length;
  const k = fit.coefficients.length;
  let meat = crossProduct(u, u);
  for (let l = 1; l <= Math.min(lag, n - 1); l++) {
    const gamma = crossProduct(u.slice(l), u.slice(0, n - l));
    const weight = 1 - l / (lag + 1);
    meat = meat.map((row, i) =>
      row.map((value, j) => value + weight * ((gamma[i]?.[j] ?? 0) + (gamma[j]?.[i] ?? 0))),
    );
  }
  const adjusted = meat.map((row) => row.map((value) => (value * n) / (n - k)));
  return sandwichErrors(fit, adjusted);
}
