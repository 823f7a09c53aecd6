/** Rows of numbers, all of the same length. */
export type Matrix = readonly (readonly number[])[];

/** aᵀb, for matrices with as many rows. */
export function crossProduct(a: Matrix, b: Matrix): number[][] {
  const columns = b[0]?.length ?? 0;
  return (a[0] ?? []).map((_, i) =>
    Array.from({ length: columns }, (__, j) =>
      a.reduce((sum, row, r) => sum + (row[i] ?? 0) * (b[r]?.[j] ?? 0), 0),
    ),
  );
}

/** ab. */
export function product(a: Matrix, b: Matrix): number[][] {
  const columns = b[0]?.length ?? 0;
  return a.map((row) =>
    Array.from({ length: columns }, (_, j) =>
      row.reduce((sum, x, k) => sum + x * (b[k]?.[j] ?? 0), 0),
    ),
  );
}

/**
 * The inverse, by Gauss and Jordan's elimination with partial pivoting.
 *
 * @returns null when there is none, as far as the numbers tell
 */
export function inverse(matrix: Matrix): number[][] | null {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [
    ...row,
    ...Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)),
  ]);
  const scale = Math.max(...matrix.flat().map(Math.abs));
  for (let column = 0; column < n; column++) {
    const size = (row: number): number => Math.abs(rows[row]?.[column] ?? 0);
    let pivot = column;
    for (let row = column + 1; row < n; row++) if (size(row) > size(pivot)) pivot = row;
    const [chosen, other] = [rows[pivot], rows[column]];
    const by = chosen?.[column] ?? 0;
    if (!chosen || !other || Math.abs(by) <= scale * 1e-14) return null;
    rows[pivot] = other;
    const scaled = chosen.map((x) => x / by);
    rows.forEach((row, i) => {
      const factor = row[column] ?? 0;
      rows[i] = i === column ? scaled : row.map((x, j) => x - factor * (scaled[j] ?? 0));
    });
  }
  return rows.map((row) => row.slice(n));
}
