import { nodesOf, type Node } from '../numeric/quadrature.js';
import { rootOf } from '../numeric/root.js';
import { normalQuantile, normalUpperTail } from '../special/normal.js';

/**
 * How much of α may be spent by the time that the share `fraction` of all information is in, after
 * O'Brien and Fleming, little at first. Each side spends its half as a one-sided test does:
 *
 *   α(t) = 4·(1 − Φ(z(1 − α/4)/√t))
 *
 * K. K. G. Lan and D. L. DeMets, "Discrete sequential boundaries for clinical trials", Biometrika 70
 * (1983), 659–663.
 */
export function obrienFlemingSpending(fraction: number, alpha: number): number {
  if (!(fraction > 0)) return 0;
  return 4 * normalUpperTail(normalQuantile(1 - alpha / 4) / Math.sqrt(Math.min(1, fraction)));
}

/** Bounds reach no further; so far out nothing is ever seen. */
const widest = 9;

/**
 * The bounds of |z| at each look of an experiment that ends when all its planned information is in
 * (group-sequential design): at each look the null hypothesis is given up beyond the bound, and the
 * probability of ever doing so wrongly is α(t) of `obrienFlemingSpending`. The looks need not be
 * planned, as long as their instants do not depend on what was seen, and the end is fixed.
 *
 * By recursive numerical integration over the score S = z·√t, whose increments are independent: P.
 * Armitage, C. K. McPherson, B. C. Rowe, "Repeated significance tests on accumulating data", Journal of
 * the Royal Statistical Society A 132 (1969), 235–244; C. Jennison and B. W. Turnbull, Group Sequential
 * Methods with Applications to Clinical Trials (2000), chapters 7 and 19.
 *
 * @param fractions information at each look ÷ information at the planned end: rising, above 0, at most 1
 * @throws RangeError when they are not
 */
export function groupSequentialBounds(fractions: readonly number[], alpha = 0.05): number[] {
  if (!fractions.every((t, i) => t > (fractions[i - 1] ?? 0) && t <= 1))
    throw new RangeError('Fractions of the information rise, above 0 and up to 1.');
  const bounds: number[] = [];
  // Where S may stand after a look without having crossed, as nodes with their probabilities.
  let inside: Node[] = [{ at: 0, weight: 1 }];
  let [before, spent] = [0, 0];
  for (const [look, fraction] of fractions.entries()) {
    const deviation = Math.sqrt(fraction - before);
    const next = Math.sqrt((fractions[look + 1] ?? Infinity) - fraction);
    const now = obrienFlemingSpending(fraction, alpha);
    const from = inside;
    const beyond = (s: number): number =>
      2 * sumOf(from, ({ at, weight }) => weight * normalUpperTail((s - at) / deviation));
    const most = widest * Math.sqrt(fraction);
    const excess = (s: number): number => beyond(s) - (now - spent);
    const edge = excess(most) >= 0 ? most : rootOf(excess, 0, most);
    bounds.push(edge / Math.sqrt(fraction));
    // Panels of four deviations at most, of this step and the next.
    const panels = Math.ceil(edge / Math.min(deviation, next) / 2);
    inside = nodesOf(-edge, edge, panels).map(({ at, weight }) => {
      const step = (node: Node): number => node.weight * density((at - node.at) / deviation);
      return { at, weight: (weight * sumOf(from, step)) / deviation };
    });
    [before, spent] = [fraction, now];
  }
  return bounds;
}

const density = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

const sumOf = (nodes: readonly Node[], f: (node: Node) => number): number =>
  nodes.reduce((sum, node) => sum + f(node), 0);
