const lanczos = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 0.000009984369578019572, 1.5056327351493116e-7,
];

/** From here on Stirling's series is good to the last figure. */
const stirlingFrom = 10;

/**
 * ln Γ(x) for x > 0, to about 14 figures. Below 10: C. Lanczos, SIAM Journal on Numerical Analysis 1
 * (1964), 86–96, g = 7, n = 9. From there on Stirling's series, NIST Digital Library of Mathematical
 * Functions (DLMF) 5.11.1.
 *
 * @throws RangeError when x is not positive
 */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`ln Γ is taken of a positive number here, not of ${x}.`);
  if (x >= stirlingFrom)
    return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + stirlingError(x);
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const base = x + 6.5;
  const sum = lanczos.reduce((s, c, i) => s + c / (x + i), 0.9999999999998099);
  return Math.log(2 * Math.PI) / 2 + (x - 0.5) * Math.log(base) - base + Math.log(sum);
}

/** What Stirling's formula lacks of ln Γ(x), for x ≥ 10: Σ B₂ₖ / (2k(2k − 1)x²ᵏ⁻¹). */
export function stirlingError(x: number): number {
  const terms = [1 / 156, -691 / 360360, 1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12];
  const square = 1 / (x * x);
  return terms.reduce((sum, term) => sum * square + term, 0) / x;
}

/**
 * The regularised upper incomplete gamma function Q(a, x) = Γ(a, x)/Γ(a), for a > 0 and x ≥ 0. Small
 * values keep their figures.
 *
 * Below a + 1 by the series of DLMF 8.7.1, from there on by the continued fraction of DLMF 8.9.2.
 */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  return x < a + 1 ? 1 - gammaSeries(a, x) : gammaFraction(a, x);
}

/** The regularised lower incomplete gamma function, P(a, x) = 1 − Q(a, x). */
export function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  return x < a + 1 ? gammaSeries(a, x) : 1 - gammaFraction(a, x);
}

/** xᵃe⁻ˣ/Γ(a). For a large a the powers are taken together, so that they do not cancel. */
function gammaFront(a: number, x: number): number {
  if (a < stirlingFrom) return Math.exp(a * Math.log(x) - x - logGamma(a));
  const u = (x - a) / a;
  return Math.sqrt(a / (2 * Math.PI)) * Math.exp(a * (Math.log1p(u) - u) - stirlingError(a));
}

function gammaSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return gammaFront(a, x) * sum;
}

/** By Lentz's method as modified by Thompson and Barnett. */
function gammaFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let result = d;
  for (let n = 1; n < 100_000; n++) {
    const factor = -n * (n - a);
    b += 2;
    d = 1 / (factor * d + b);
    c = b + factor / c;
    result *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return gammaFront(a, x) * result;
}
