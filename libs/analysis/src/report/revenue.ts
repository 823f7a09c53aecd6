import { decimalOf, unitsOf } from '../decimal.js';
import type { RevenueSum } from '../facts/campaign-facts.js';
import type { Sample } from '../statistics/index.js';
import type { Revenue } from './figures.js';

const places = 4;

/** Adds up by currency, the most frequent one first. */
export function revenueOf(rows: readonly RevenueSum[]): Revenue[] {
  const byCurrency = new Map<string, { units: bigint; events: number; contacts: number }>();
  for (const row of rows) {
    const sum = byCurrency.get(row.currency) ?? { units: 0n, events: 0, contacts: 0 };
    sum.units += unitsOf(row.amount, places);
    sum.events += row.events;
    sum.contacts += row.contacts;
    byCurrency.set(row.currency, sum);
  }
  return [...byCurrency]
    .map(([currency, { units, events, contacts }]) => ({
      currency,
      amount: decimalOf(units, places),
      events,
      contacts,
    }))
    .sort((a, b) => b.events - a.events || (a.currency < b.currency ? -1 : 1));
}

/**
 * Revenue per assigned person in one currency, as a sample of `assigned` persons of whom those
 * without a row spent 0. Exact up to the last division.
 */
export function sampleOf(rows: readonly RevenueSum[], currency: string, assigned: number): Sample {
  let [sum, squares] = [0n, 0n];
  for (const row of rows) {
    if (row.currency !== currency) continue;
    sum += unitsOf(row.amount, places);
    squares += unitsOf(row.squares, 2 * places);
  }
  const scale = 10 ** places;
  // Σ(x − x̄)² = (nΣx² − (Σx)²)/n: whole numbers, so that nothing cancels.
  const spread = Number(BigInt(assigned) * squares - sum * sum) / scale ** 2;
  return {
    of: assigned,
    mean: assigned === 0 ? 0 : Number(sum) / scale / assigned,
    variance: assigned < 2 ? 0 : spread / assigned / (assigned - 1),
  };
}
