import { logGamma, stirlingError } from './gamma.js';

/**
 * ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b), for a, b > 0. Where both are large, Stirling's formulas
 * are put together first, so that nothing cancels: A. R. DiDonato and A. H. Morris, "Algorithm 708",
 * ACM Transactions on Mathematical Software 18 (1992), 360–373.
 */
export function logBeta(a: number, b: number): number {
  const [low, high] = a < b ? [a, b] : [b, a];
  if (high < 10) return logGamma(low) + logGamma(high) - logGamma(low + high);
  const ratio = low / (low + high);
  if (low >= 10) {
    const errors = stirlingError(low) + stirlingError(high) - stirlingError(low + high);
    return (
      (Math.log(2 * Math.PI) - Math.log(high)) / 2 +
      errors +
      (low - 0.5) * Math.log(ratio) +
      high * Math.log1p(-ratio)
    );
  }
  // ln Γ(high) − ln Γ(low + high) by Stirling, with the large logarithms taken together.
  const errors = stirlingError(high) - stirlingError(low + high);
  return (
    logGamma(low) + errors + low - low * Math.log(low + high) + (high - 0.5) * Math.log1p(-ratio)
  );
}

/**
 * The regularised incomplete beta function I(x; a, b), with its complement y = 1 − x given too, so that
 * no figures are lost near 1: NIST Digital Library of Mathematical Functions (DLMF) 8.17, with the
 * continued fraction 8.17.22.
 */
export function regularisedBeta(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  // The fraction converges fast on this side only; the other one is reached by symmetry.
  if (x > (a + 1) / (a + b + 2)) return 1 - regularisedBeta(y, x, b, a);
  const front = Math.exp(a * Math.log(x) + b * Math.log(y) - logBeta(a, b));
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
