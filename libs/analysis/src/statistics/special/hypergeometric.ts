/** Past this, a series near its circle of convergence is given up. */
const mostTerms = 1_000_000;

/**
 * Gauss's hypergeometric function ₂F₁(a, b; c; z) for 0 ≤ z < 1 and a, b, c > 0, by its series,
 *
 *   Σ (a)ₙ(b)ₙ/(c)ₙ · zⁿ/n!
 *
 * NIST Digital Library of Mathematical Functions 15.2.1. With c < a + b its terms grow large first;
 * then Euler's transformation, 15.8.1, is summed up instead:
 *
 *   ₂F₁(a, b; c; z) = (1 − z)^(c − a − b) · ₂F₁(c − a, c − b; c; z)
 *
 * @throws RangeError outside of these
 */
export function hypergeometric(a: number, b: number, c: number, z: number): number {
  if (!(z >= 0 && z < 1)) throw new RangeError(`₂F₁ is taken for 0 ≤ z < 1 here, not for ${z}.`);
  if (!(a > 0 && b > 0 && c > 0))
    throw new RangeError(`₂F₁ is taken of positive a, b, c here, not of ${a}, ${b}, ${c}.`);
  if (c >= a + b) return series(a, b, c, z);
  return (1 - z) ** (c - a - b) * series(c - a, c - b, c, z);
}

function series(a: number, b: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 0; n < mostTerms; n++) {
    term *= (((a + n) * (b + n)) / (c + n)) * (z / (n + 1));
    sum += term;
    // A term may be small in passing, while a + n or b + n goes through 0.
    if (Math.abs(term) <= 1e-17 * Math.abs(sum) && a + n > 0 && b + n > 0) return sum;
    if (term === 0) return sum;
  }
  throw new RangeError(`₂F₁ does not converge at z = ${z}.`);
}
