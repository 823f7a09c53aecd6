/** Where a function is smallest, as far as found. */
export interface Minimum {
  at: number[];
  value: number;
}

interface Options {
  /** The first simplex reaches this far from the start, in each direction. */
  step?: number;
  /** Done when the simplex's values, and its corners, differ by no more than this. */
  tolerance?: number;
  /** Given up after so many evaluations of the function. */
  most?: number;
}

/**
 * A minimum of a smooth function of a few variables, without its derivatives: J. A. Nelder and R. Mead,
 * "A simplex method for function minimization", Computer Journal 7 (1965), 308–313, with the usual
 * coefficients (1, 2, ½, ½). It begins again from where it ends until that brings nothing, since a
 * simplex may collapse early.
 *
 * @param f may be Infinity or NaN where it is not defined
 */
export function minimise(
  f: (x: readonly number[]) => number,
  start: readonly number[],
  { step = 0.5, tolerance = 1e-9, most = 20_000 }: Options = {},
): Minimum {
  let left = most;
  const evaluate = (at: number[]): Minimum => {
    left -= 1;
    const value = f(at);
    return { at, value: Number.isNaN(value) ? Infinity : value };
  };
  let best = evaluate([...start]);
  for (;;) {
    const before = best.value;
    best = descend(evaluate, best, step, () => left > 0, tolerance);
    if (left <= 0 || !(before - best.value > tolerance)) return best;
  }
}

function descend(
  evaluate: (at: number[]) => Minimum,
  start: Minimum,
  step: number,
  go: () => boolean,
  tolerance: number,
): Minimum {
  const corners = [
    start,
    ...start.at.map((_, i) => evaluate(start.at.map((x, j) => (i === j ? x + step : x)))),
  ];
  for (;;) {
    corners.sort((a, b) => a.value - b.value);
    const [best, worst, second] = [corners[0], corners.at(-1), corners.at(-2)];
    if (!best || !worst || !second || !go() || isSmall(corners, tolerance)) return best ?? start;
    const others = corners.slice(0, -1);
    const centre = start.at.map(
      (_, j) => others.reduce((sum, corner) => sum + (corner.at[j] ?? 0), 0) / others.length,
    );
    const along = (by: number): Minimum =>
      evaluate(centre.map((c, j) => c + by * ((worst.at[j] ?? 0) - c)));
    const next = improvement(along, { best, second, worst });
    if (next) {
      corners[corners.length - 1] = next;
      continue;
    }
    for (const [i, corner] of corners.entries())
      if (i > 0) corners[i] = evaluate(corner.at.map((x, j) => (x + (best.at[j] ?? 0)) / 2));
  }
}

/** What takes the worst corner's place; null when the simplex has to shrink. */
function improvement(
  along: (by: number) => Minimum,
  { best, second, worst }: Record<'best' | 'second' | 'worst', Minimum>,
): Minimum | null {
  const reflected = along(-1);
  if (reflected.value < best.value) {
    const expanded = along(-2);
    return expanded.value < reflected.value ? expanded : reflected;
  }
  if (reflected.value < second.value) return reflected;
  const contracted = along(reflected.value < worst.value ? -0.5 : 0.5);
  return contracted.value < Math.min(reflected.value, worst.value) ? contracted : null;
}

function isSmall(corners: readonly Minimum[], tolerance: number): boolean {
  const [best, worst] = [corners[0], corners.at(-1)];
  if (!best || !worst) return true;
  const wide = best.at.some((x, j) =>
    corners.some((corner) => Math.abs((corner.at[j] ?? 0) - x) > Math.sqrt(tolerance)),
  );
  return !wide && worst.value - best.value <= tolerance;
}
