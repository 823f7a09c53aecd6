import { isSpent, retryDelaySeconds } from './retry.js';

const day = 24 * 3600;

describe('retryDelaySeconds', () => {
  it('doubles up to four hours', () => {
    expect([1, 2, 3, 8, 9, 50].map((n) => retryDelaySeconds(n, 60))).toEqual([
      60, 120, 240, 7680, 14_400, 14_400,
    ]);
  });
});

describe('isSpent', () => {
  it('gives a message up after three days of trying', () => {
    let age = 0;
    let attempts = 0;
    while (!isSpent(age, ++attempts, 60)) age += retryDelaySeconds(attempts, 60);
    expect(age).toBeGreaterThan(2.5 * day);
    expect(age).toBeLessThanOrEqual(3.2 * day);
  });

  it('lets a message that lay in a paused campaign begin with its first attempt', () => {
    expect(isSpent(30 * day, 1, 60)).toBe(false);
    expect(isSpent(30 * day, 5, 60)).toBe(false);
  });

  it('lets a young message go on that has met no server many times', () => {
    expect(isSpent(day, 500, 60)).toBe(false);
  });
});
