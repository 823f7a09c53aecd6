import { minimise } from '../numeric/nelder-mead.js';
import { bgNbdLogLikelihood, type BgNbd } from './bg-nbd.js';
import type { PurchaseSummary } from './purchases.js';

/** Parameters, and how well they fit. */
export interface BgNbdFit {
  model: BgNbd;
  /** The highest found. */
  logLikelihood: number;
}

/**
 * The parameters under which these customers' histories are most likely (maximum likelihood), searched
 * for on their logarithms. The same histories taken together (`customers`) make it fast.
 *
 * @returns null without a repeat purchase, from which nothing can be learnt
 */
export function fitBgNbd(customers: readonly PurchaseSummary[]): BgNbdFit | null {
  if (!customers.some(({ repeats }) => repeats > 0)) return null;
  const modelOf = (logs: readonly number[]): BgNbd => {
    const [r = 0, alpha = 0, a = 0, b = 0] = logs.map(Math.exp);
    return { r, alpha, a, b };
  };
  // Time in units of the typical wait, so that the search begins near, whatever the unit is.
  const watched = customers.reduce((most, customer) => Math.max(most, customer.watched), 0);
  const { at, value } = minimise(
    (logs) => -bgNbdLogLikelihood(modelOf(logs), customers),
    [0, Math.log(watched / 10), 0, 0],
  );
  return { model: modelOf(at), logLikelihood: -value };
}
