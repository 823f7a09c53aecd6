import { Breaker } from './breaker.js';
import { Lanes } from './lanes.js';
import { retryDelaySeconds } from './retry.js';

describe('retryDelaySeconds', () => {
  it('doubles from the base to four hours', () => {
    expect([1, 2, 3, 8, 9, 99].map((attempt) => retryDelaySeconds(attempt, 60))).toEqual([
      60, 120, 240, 7680, 14_400, 14_400,
    ]);
  });
});

describe('Breaker', () => {
  let seconds = 0;
  const clock = { now: () => new Date(seconds * 1000) };

  it('closes the way after so many misses in a row, for longer each time', () => {
    const breaker = new Breaker(clock, 2);
    breaker.missed();
    expect(breaker.isOpen).toBe(true);
    breaker.missed();
    expect(breaker.isOpen).toBe(false);
    seconds += 2;
    expect(breaker.isOpen).toBe(true);
    breaker.missed();
    breaker.missed();
    seconds += 2;
    expect(breaker.isOpen).toBe(false);
    seconds += 2;
    expect(breaker.isOpen).toBe(true);
  });

  it('forgets misses after a success', () => {
    const breaker = new Breaker(clock, 2);
    breaker.missed();
    breaker.reached();
    breaker.missed();
    expect(breaker.isOpen).toBe(true);
  });
});

describe('Lanes', () => {
  it('never has more under way than its size, and serves everybody in order', async () => {
    const lanes = new Lanes(3);
    let under = 0;
    let most = 0;
    const begun: number[] = [];
    const work = (n: number) =>
      lanes.run(async () => {
        begun.push(n);
        most = Math.max(most, ++under);
        await new Promise((resolve) => setImmediate(resolve));
        under--;
      });
    await Promise.all(Array.from({ length: 20 }, (_, n) => work(n)));
    expect(most).toBe(3);
    expect(begun).toEqual([...begun].sort((a, b) => a - b));
  });

  it('frees its place when the work fails', async () => {
    const lanes = new Lanes(1);
    await expect(lanes.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(lanes.run(() => Promise.resolve('yes'))).resolves.toBe('yes');
  });
});
