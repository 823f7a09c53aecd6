import { rangesOf } from './ranges.js';

describe('rangesOf', () => {
  it.each([
    [0n, 0, 1],
    [1_000_000n, 10_000, 1],
    [100_000n, 60_000, 2],
    [1_000_000n, 60_000, 2],
    [1_000_001n, 60_000, 3],
    [10_000_000n, 60_000, 20],
  ])('up to %d with %d members makes %d', (last, members, count) => {
    const ranges = rangesOf(last, members);
    expect(ranges).toHaveLength(count);
    expect(ranges[0]!.after).toBe('0');
    // They meet without a gap, and the last has no end.
    ranges.slice(1).forEach(({ after }, i) => expect(after).toBe(ranges[i]!.through));
    expect(ranges.at(-1)!.through).toBe('18446744073709551615');
  });
});
