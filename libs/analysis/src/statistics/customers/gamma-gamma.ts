import { minimise } from '../numeric/nelder-mead.js';
import { logBeta } from '../special/beta.js';

/*
 * Gamma-gamma: what a customer spends each time. P. S. Fader and B. G. S. Hardie, "The gamma-gamma model
 * of monetary value" (2013). It supposes that what one customer spends varies about a mean of his own by
 * a gamma distribution of shape p, that the scale of these follows a gamma distribution (q, γ), and that
 * how much a customer spends has nothing to do with how often he buys.
 */

/** The model's parameters, all above 0; γ in the unit of money. */
export interface GammaGamma {
  p: number;
  q: number;
  gamma: number;
}

/** What one customer spent: over how many purchases, and how much a purchase on average. */
export interface Spending {
  /** At least 1. */
  purchases: number;
  /** Above 0. */
  mean: number;
}

/**
 * ln L of the parameters, summed over customers with x purchases of z̄ on average:
 *
 *   −ln z̄ − ln B(px, q) + q·ln[γ/(γ + x·z̄)] + px·ln[x·z̄/(γ + x·z̄)]
 */
export function gammaGammaLogLikelihood(
  { p, q, gamma }: GammaGamma,
  customers: readonly Spending[],
): number {
  return customers.reduce((sum, { purchases: x, mean }) => {
    const all = gamma + x * mean;
    const shares = q * Math.log(gamma / all) + p * x * Math.log((x * mean) / all);
    return sum + shares - Math.log(mean) - logBeta(p * x, q);
  }, 0);
}

/**
 * What a customer with this history will spend at a purchase: a weighted mean of his own
 * average and everybody's, (γ + x·z̄)·p/(px + q − 1).
 *
 * @returns null for a new customer when q is at most 1: then there is no mean over everybody
 */
export function gammaGammaExpected(
  { p, q, gamma }: GammaGamma,
  { purchases: x, mean }: Spending,
): number | null {
  const under = p * x + q - 1;
  return under > 0 ? ((gamma + x * mean) * p) / under : null;
}

/**
 * The parameters under which this spending is most likely, searched for on their logarithms.
 *
 * @param customers with at least one purchase and a mean above 0 each; others are left out
 * @returns null when none is left
 */
export function fitGammaGamma(customers: readonly Spending[]): GammaGamma | null {
  const spent = customers.filter(({ purchases, mean }) => purchases > 0 && mean > 0);
  if (spent.length === 0) return null;
  const typical = spent.reduce((sum, { mean }) => sum + mean, 0) / spent.length;
  const modelOf = (logs: readonly number[]): GammaGamma => {
    const [p = 0, q = 0, gamma = 0] = logs.map(Math.exp);
    return { p, q, gamma };
  };
  const { at } = minimise(
    (logs) => -gammaGammaLogLikelihood(modelOf(logs), spent),
    [0, 0, Math.log(typical)],
  );
  return modelOf(at);
}
