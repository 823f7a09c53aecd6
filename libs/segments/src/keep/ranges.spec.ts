import { rangesOf } from './ranges.js';

describe('rangesOf', () => {
  it.each([
    [0n, 1],
    [49_998n, 1],
    [100_000n, 2],
    [1_000_000n, 2],
    [1_000_001n, 3],
    [10_000_000n, 20],
  ])('up to %d makes %d', (last, count) => {
    const ranges = rangesOf(last);
    expect(ranges).toHaveLength(count);
    expect(ranges[0]!.after).toBe('0');
    // They meet without a gap, and the last has no end.
    ranges.slice(1).forEach(({ after }, i) => expect(after).toBe(ranges[i]!.through));
    expect(ranges.at(-1)!.through).toBe('18446744073709551615');
  });
});
