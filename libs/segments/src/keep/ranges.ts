/** Contact ids, the first not included. */
export interface IdRange {
  after: string;
  through: string;
}

/** Beyond every id. */
const endless = '18446744073709551615';

/**
 * A range is judged by one statement and one transaction. Below the smallest, a second one would only
 * cost; above the largest, it would take long to do again. Half of everybody is still more than the
 * optimiser prefers to read by id, so that the plan stays the one of the whole.
 */
const smallest = 25_000n;
const largest = 500_000n;

/** Ranges of all ids, the last without an end: two at least, if it is worth it, for two connections. */
export function rangesOf(lastId: bigint): IdRange[] {
  const half = (lastId + 1n) / 2n;
  const size = half < smallest ? lastId : half > largest ? largest : half;
  const ranges: IdRange[] = [];
  let after = 0n;
  while (after + size < lastId) {
    ranges.push({ after: String(after), through: String(after + size) });
    after += size;
  }
  return [...ranges, { after: String(after), through: endless }];
}
