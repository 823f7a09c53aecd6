/** Contact ids, the first not included. */
export interface IdRange {
  after: string;
  through: string;
}

/** Beyond every id. */
const endless = '18446744073709551615';

/**
 * A range is judged by one statement and one transaction. Each reads anew what does not depend on the
 * contact, so that a few members are found soonest by one; of many the writing takes longest, and two
 * connections write faster.
 */
const few = 50_000;
/** Contacts; more would take long to do again. */
const largest = 500_000n;

/**
 * Ranges of all ids, the last without an end.
 * @param members how many will be found, about
 */
export function rangesOf(lastId: bigint, members: number): IdRange[] {
  const half = (lastId + 1n) / 2n;
  const size = members < few ? lastId : half > largest ? largest : half;
  const ranges: IdRange[] = [];
  let after = 0n;
  while (after + size < lastId) {
    ranges.push({ after: String(after), through: String(after + size) });
    after += size;
  }
  return [...ranges, { after: String(after), through: endless }];
}
