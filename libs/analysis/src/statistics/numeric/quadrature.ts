/** A place at which a function is taken, and how much it counts in the integral. */
export interface Node {
  at: number;
  weight: number;
}

const order = 24;
const reference = gaussLegendre(order);

/**
 * The nodes of Gauss and Legendre's rule, 24 a panel, with which smooth functions are integrated from
 * `low` to `high`.
 */
export function nodesOf(low: number, high: number, panels = 1): Node[] {
  const half = (high - low) / panels / 2;
  return Array.from({ length: panels }, (_, panel) => low + half * (2 * panel + 1)).flatMap(
    (centre) =>
      reference.map(({ at, weight }) => ({ at: centre + half * at, weight: half * weight })),
  );
}

/** ∫ f from `low` to `high`. */
export function integrate(f: (x: number) => number, low: number, high: number, panels = 1): number {
  return nodesOf(low, high, panels).reduce((sum, { at, weight }) => sum + weight * f(at), 0);
}

/**
 * The nodes on −1 to 1: the zeros of the Legendre polynomial by Newton's method. NIST Digital Library
 * of Mathematical Functions 3.5(v).
 */
function gaussLegendre(n: number): Node[] {
  return Array.from({ length: n }, (_, i) => {
    let at = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let step = 0; step < 20; step++) {
      let [before, value] = [0, 1];
      for (let k = 1; k <= n; k++)
        [before, value] = [value, ((2 * k - 1) * at * value - (k - 1) * before) / k];
      slope = (n * (at * value - before)) / (at * at - 1);
      at -= value / slope;
    }
    return { at, weight: 2 / ((1 - at * at) * slope * slope) };
  });
}
