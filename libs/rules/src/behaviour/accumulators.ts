import type { EventFact } from '../facts.js';
import { doubleOf, unitsOf } from './amounts.js';
import type { Summand } from './summand.js';

/** What events come to while they are added and taken away, one by one. */
export interface Accumulator {
  change(event: EventFact, by: 1 | -1): void;
  /** null: nothing to tell of. */
  result(): number | null;
}

/** Events that are summed up already: how many have a value, and their sum. */
export interface Start {
  readonly times: number;
  readonly total: string;
}

/** Sum and number of values, exactly. */
const summing =
  (result: (sum: number, count: number) => number) =>
  (summand: Summand, start?: Start): Accumulator => {
    let count = start?.times ?? 0;
    let units = start ? unitsOf(start.total, summand.places) : 0n;
    return {
      change: (event, by) => {
        const amount = summand.exact(event);
        if (amount === null) return;
        count += by;
        units += by === 1 ? amount : -amount;
      },
      result: () => (count === 0 ? null : result(doubleOf(units, summand.places), count)),
    };
  };

export const sum = summing((total) => total);
export const average = summing((total, count) => total / count);

/** Numbers that come and go, of which the first in an order is asked for. */
export class Extreme {
  private readonly counts = new Map<number, number>();
  /** Distinct numbers that are or were among them, the wanted one last. */
  private readonly distinct: number[] = [];
  private sorted = true;

  constructor(private readonly order: (a: number, b: number) => number) {}

  change(number: number, by: 1 | -1): void {
    const count = (this.counts.get(number) ?? 0) + by;
    this.counts.set(number, count);
    if (by === -1 || count > 1) return;
    this.distinct.push(number);
    this.sorted = false;
  }

  result(): number | null {
    if (!this.sorted) this.distinct.sort(this.order);
    this.sorted = true;
    for (;;) {
      const last = this.distinct.at(-1);
      if (last === undefined) return null;
      if (this.counts.get(last)) return last;
      this.distinct.pop();
    }
  }
}

export const smallestLast = (a: number, b: number): number => b - a;
export const largestLast = (a: number, b: number): number => a - b;

export const extreme =
  (order: (a: number, b: number) => number) =>
  (summand: Summand): Accumulator => {
    const numbers = new Extreme(order);
    return {
      change: (event, by) => {
        const number = summand.double(event);
        if (number !== null) numbers.change(number, by);
      },
      result: () => numbers.result(),
    };
  };

/** How many different ones; 0 of nothing. */
export function distinct(summand: Summand): Accumulator {
  const counts = new Map<string, number>();
  return {
    change: (event, by) => {
      const key = summand.key(event);
      if (key === null) return;
      const count = (counts.get(key) ?? 0) + by;
      if (count === 0) counts.delete(key);
      else counts.set(key, count);
    },
    result: () => counts.size,
  };
}
