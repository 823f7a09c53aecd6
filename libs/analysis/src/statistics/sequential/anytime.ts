import { normalQuantile, normalUpperTail } from '../special/normal.js';

/*
 * Looks at any time, as often as one likes: anytime-valid (always-valid) inference.
 *
 * An interval that holds at one planned instant with 95 % fails far more often when it is looked at
 * every day until it excludes 0. A confidence sequence holds at all instants at once:
 *
 *   P(the true value lies outside of the interval at any look, ever) ≤ α
 *
 * I. Waudby-Smith, D. Arbour, R. Sinha, E. H. Kennedy, A. Ramdas, "Time-uniform central limit theory and
 * asymptotic confidence sequences", Annals of Statistics 52 (2024), 2613–2640, theorem 2.2:
 *
 *   θ̂ ± σ̂·√( 2(tρ² + 1)/(t²ρ²) · ln(√(tρ² + 1)/α) )
 *
 * With σ̂/√t the standard error, and τ = tρ², that is θ̂ ± m(τ)·(standard error) with
 *
 *   m(τ)² = (1 + τ)/τ · ln((1 + τ)/α²)
 *
 * H. Robbins' normal mixture (Annals of Mathematical Statistics 41, 1970, 1397–1409), and the same line
 * as that of the mixture sequential probability ratio test (mSPRT) of R. Johari, P. Koomen, L. Pekelis,
 * D. Walsh, "Always valid inference: continuous monitoring of A/B tests", Operations Research 70 (2022),
 * 1806–1821.
 */

/**
 * τ at the instant for which the sequence is tuned: −2 ln α + ln(1 − 2 ln α), at which it is, within a
 * part in a thousand, as narrow as it can be. Waudby-Smith et al. (2024), appendix B.2.
 */
function tunedTau(alpha: number): number {
  const twice = -2 * Math.log(alpha);
  return twice + Math.log(1 + twice);
}

/**
 * By how many standard errors an anytime-valid interval reaches to each side; 1.96 would be the fixed
 * interval's. It is about 3.04 when `fraction` is 1, more before and, slowly, more after.
 *
 * @param fraction information now ÷ information for which the sequence is tuned, above 0. Information is
 *   what the estimate's precision grows with: persons, when everybody counts as soon as he joins;
 *   conversions, when a group is fixed and converts in the course of time (then it serves in both cases).
 *   What it is tuned for must be fixed beforehand; a poor choice widens the interval, and breaks nothing.
 */
export function anytimeMultiplier(fraction: number, level = 0.95): number {
  const alpha = 1 - level;
  const tau = fraction * tunedTau(alpha);
  return Math.sqrt(((1 + tau) / tau) * Math.log((1 + tau) / alpha ** 2));
}

/**
 * The level at which an ordinary interval (`newcombeDifference`, `welchDifference`, `proportionLift`, …)
 * must be taken so that it is anytime-valid at `level`: its z is then the multiplier. About 0.9976 when
 * `fraction` is 1.
 *
 * @param fraction as for `anytimeMultiplier`
 * @returns at most 1 − 10⁻¹⁴, beyond which floating point cannot tell: 7.7 standard errors
 */
export function anytimeLevel(fraction: number, level = 0.95): number {
  if (!(fraction > 0)) return mostLevel;
  return Math.min(mostLevel, 1 - 2 * normalUpperTail(anytimeMultiplier(fraction, level)));
}

const mostLevel = 1 - 1e-14;

/**
 * The anytime-valid p value of one look at z = estimate/standard error: 1 over the mixture likelihood
 * ratio, √(1 + τ)·exp(−z²τ/(2(1 + τ))), at most 1. The smallest of all looks so far is valid as well.
 * It is below 1 − level exactly when the interval of `anytimeMultiplier` at that level, tuned by the same
 * level, excludes 0. Johari et al. (2022), section 3.
 *
 * @param level that for which the sequence is tuned
 */
export function anytimePValue(z: number, fraction: number, level = 0.95): number {
  const tau = fraction * tunedTau(1 - level);
  return Math.min(1, Math.sqrt(1 + tau) * Math.exp((-z * z * tau) / (2 * (1 + tau))));
}

/**
 * How many times the information of a single look at the end is needed so that, at that information, the
 * anytime-valid test finds an effect with the same power: ((m + z(power))/(z(1 − α/2) + z(power)))²,
 * about 1.9 for 95 % and 80 %. Looks on the way find it sooner: on average the experiment takes about as
 * long as the single look would.
 */
export function anytimeInflation(power: number, level = 0.95): number {
  const z = normalQuantile(power);
  return ((anytimeMultiplier(1, level) + z) / (normalQuantile((1 + level) / 2) + z)) ** 2;
}
