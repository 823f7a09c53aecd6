import { chiSquareUpperTail } from '../special/chi-square.js';

/** An effect, such as a difference, and how precisely it is known. */
export interface Effect {
  estimate: number;
  /** Above 0. */
  standardError: number;
}

/** Whether several effects may be one and the same. */
export interface Heterogeneity {
  /** The common effect, each weighted by its precision. */
  common: number;
  /** χ² with `degrees` degrees of freedom while the effects are one and the same. */
  q: number;
  degrees: number;
  pValue: number;
  /** The share of the differences among effects that is not chance, 0 to 1: I². */
  inconsistency: number;
}

/**
 * Cochran's Q, a test of interaction: do the segments' effects differ more than chance makes them? With
 * the weights w = 1/(standard error)²:
 *
 *   d̄ = Σwᵢdᵢ/Σwᵢ,  Q = Σwᵢ(dᵢ − d̄)²,  I² = max(0, (Q − (k − 1))/Q)
 *
 * W. G. Cochran, "The combination of estimates from different experiments", Biometrics 10 (1954),
 * 101–129; J. P. T. Higgins and S. G. Thompson, "Quantifying heterogeneity in a meta-analysis",
 * Statistics in Medicine 21 (2002), 1539–1558.
 *
 * @returns null for fewer than two effects
 */
export function cochranQ(effects: readonly Effect[]): Heterogeneity | null {
  if (effects.length < 2) return null;
  const weights = effects.map(({ standardError }) => 1 / standardError ** 2);
  const total = weights.reduce((a, b) => a + b, 0);
  const weighted = (f: (effect: Effect) => number): number =>
    effects.reduce((sum, effect, i) => sum + (weights[i] ?? 0) * f(effect), 0);
  const common = weighted(({ estimate }) => estimate) / total;
  const q = weighted(({ estimate }) => (estimate - common) ** 2);
  const degrees = effects.length - 1;
  return {
    common,
    q,
    degrees,
    pValue: chiSquareUpperTail(q, degrees),
    inconsistency: q > 0 ? Math.max(0, (q - degrees) / q) : 0,
  };
}
