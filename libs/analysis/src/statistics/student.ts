import { normalQuantile } from './normal.js';

/** From here on the expansion about the normal quantile is good to more than ten figures. */
const manyDegrees = 200;

/**
 * The quantile of Student's t distribution: t with P(T ≤ t) = p, for 0 < p < 1 and any positive,
 * also fractional, degrees of freedom (Welch's are).
 *
 * For 200 degrees and more: the Cornish–Fisher expansion about the normal quantile, M. Abramowitz and
 * I. A. Stegun, Handbook of Mathematical Functions, 26.7.5. Below: bisection of the distribution
 * function.
 *
 * @throws RangeError when p is outside of (0, 1) or degrees is not positive
 */
export function studentQuantile(p: number, degrees: number): number {
  if (!(degrees > 0)) throw new RangeError(`Degrees of freedom are positive, not ${degrees}.`);
  if (p < 0.5) return -studentQuantile(1 - p, degrees);
  const z = normalQuantile(p);
  if (degrees >= manyDegrees) return cornishFisher(z, degrees);
  let [low, high] = [0, 1];
  while (studentUpperTail(high, degrees) > 1 - p) [low, high] = [high, high * 2];
  for (;;) {
    const mid = (low + high) / 2;
    if (mid === low || mid === high) return mid;
    if (studentUpperTail(mid, degrees) > 1 - p) low = mid;
    else high = mid;
  }
}

function cornishFisher(z: number, n: number): number {
  const w = z * z;
  return (
    z *
    (1 +
      (w + 1) / (4 * n) +
      ((5 * w + 16) * w + 3) / (96 * n ** 2) +
      (((3 * w + 19) * w + 17) * w - 15) / (384 * n ** 3) +
      ((((79 * w + 776) * w + 1482) * w - 1920) * w - 945) / (92160 * n ** 4))
  );
}

/**
 * The upper tail of Student's t distribution, P(T > t), for t ≥ 0.
 *
 * ½·I(ν/(ν+t²); ν/2, ½), I being the regularised incomplete beta function: NIST Digital Library of
 * Mathematical Functions, 8.17, with its continued fraction 8.17.22.
 */
export function studentUpperTail(t: number, degrees: number): number {
  const square = t * t;
  const scale = degrees + square;
  return regularisedBeta(degrees / scale, square / scale, degrees / 2, 0.5) / 2;
}

/** I(x; a, b). The complement y = 1 − x is given too, so that no figures are lost near 1. */
function regularisedBeta(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  // The fraction converges fast on this side only; the other one is reached by symmetry.
  if (x > (a + 1) / (a + b + 2)) return 1 - regularisedBeta(y, x, b, a);
  const front = Math.exp(
    a * Math.log(x) + b * Math.log(y) + logGamma(a + b) - logGamma(a) - logGamma(b),
  );
  return (front * betaFraction(x, a, b)) / a;
}

/** The continued fraction of DLMF 8.17.22, by Lentz's method as modified by Thompson and Barnett. */
function betaFraction(x: number, a: number, b: number): number {
  const guard = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let c = 1;
  let d = 1 / guard(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guard(1 + even * d);
    c = guard(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guard(1 + odd * d);
    c = guard(1 + odd / c);
    const step = d * c;
    result *= step;
    if (Math.abs(step - 1) < 1e-15) break;
  }
  return result;
}

const lanczos = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 0.000009984369578019572, 1.5056327351493116e-7,
];

/** ln Γ(x), x > 0. C. Lanczos, SIAM Journal on Numerical Analysis 1 (1964), 86–96, g = 7, n = 9. */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const base = x + 6.5;
  const sum = lanczos.reduce((s, c, i) => s + c / (x + i), 0.9999999999998099);
  return Math.log(2 * Math.PI) / 2 + (x - 0.5) * Math.log(base) - base + Math.log(sum);
}
