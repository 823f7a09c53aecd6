import fc from 'fast-check';
import { bucketAt, bucketOf, isShare, shareOf } from './bucket.js';

describe('buckets', () => {
  it('share all contacts among them', () => {
    expect([0, 25, 50, 100].map(bucketAt)).toEqual([0, 2 ** 30, 2 ** 31, 2 ** 32]);
  });

  it('lie at or above the share that they begin with, and the one before does not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (steps) => {
        const exact = BigInt(steps) * 2n ** 32n;
        const first = BigInt(bucketAt(steps / 10_000));
        expect(first * 1_000_000n).toBeGreaterThanOrEqual(exact);
        expect((first - 1n) * 1_000_000n).toBeLessThan(exact);
      }),
    );
  });

  it('are the contact’s for ever, and another draw is another', () => {
    expect(bucketOf('spring', '42')).toBe(bucketOf('spring', '42'));
    expect(bucketOf('spring', '42')).not.toBe(bucketOf('autumn', '42'));
    const tenth = Array.from({ length: 20_000 }, (_, id) => bucketOf('s', String(id + 1)));
    const share = tenth.filter((bucket) => bucket < bucketAt(10)).length / tenth.length;
    // Five standard deviations of a share of 20,000.
    expect(Math.abs(share - 0.1)).toBeLessThan(0.011);
    expect(shareOf(2 ** 31)).toBe(50);
  });

  it.each([
    [0.0001, true],
    [33.3333, true],
    [100, true],
    [0.00001, false],
    [100.1, false],
    [-1, false],
    [NaN, false],
  ])('%d is a share: %j', (percent, is) => expect(isShare(percent)).toBe(is));
});
