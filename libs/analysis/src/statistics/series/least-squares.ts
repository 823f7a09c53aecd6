import { crossProduct, inverse, product, type Matrix } from '../numeric/matrix.js';

/** A linear model, fitted. */
export interface LeastSquares {
  coefficients: number[];
  /** y less what the model says, one for each row. */
  residuals: number[];
  /** (XᵀX)⁻¹. */
  bread: number[][];
}

/**
 * Ordinary least squares, β = (XᵀX)⁻¹Xᵀy. Equals R's `lm`.
 *
 * @param rows X, a constant 1 included when one is wanted
 * @returns null when the columns of X hang together, so that the coefficients cannot be told apart
 */
export function leastSquares(rows: Matrix, y: readonly number[]): LeastSquares | null {
  const bread = inverse(crossProduct(rows, rows));
  if (bread === null) return null;
  const moments = crossProduct(
    rows,
    y.map((value) => [value]),
  );
  const coefficients = product(bread, moments).map(([value = 0]) => value);
  const residuals = y.map(
    (value, i) => value - coefficients.reduce((sum, b, j) => sum + b * (rows[i]?.[j] ?? 0), 0),
  );
  return { coefficients, residuals, bread };
}

/**
 * Standard errors of the coefficients from the middle of a sandwich, √diag((XᵀX)⁻¹·M·(XᵀX)⁻¹): right
 * also when the errors are not alike, or hang together in the way that M knows of.
 */
export function sandwichErrors({ bread }: LeastSquares, meat: Matrix): number[] {
  return product(product(bread, meat), bread).map((row, i) => Math.sqrt(Math.max(0, row[i] ?? 0)));
}

/** Each row of X times its residual: what the meat is made of. */
export function scores(rows: Matrix, { residuals }: LeastSquares): number[][] {
  return rows.map((row, i) => row.map((x) => x * (residuals[i] ?? 0)));
}
