import { blockSeconds, countTry, secondsLeft } from './login-block.js';

const start = new Date('2026-11-22T03:00:00.000Z');
const after = (seconds: number): Date => new Date(start.getTime() + seconds * 1000);
const fresh = { failures: 0, blockedUntil: null, lastAt: start };

describe('the block of an account', () => {
  it.each([
    [0, 0],
    [4, 0],
    [5, 30],
    [6, 60],
    [7, 120],
    [9, 480],
    [10, 900],
    [11, 900],
    [4_000_000_000, 900],
  ])('after %d failures lasts %d seconds', (failures, seconds) => {
    expect(blockSeconds(failures)).toBe(seconds);
  });

  it('counts a try before it has proved right', () => {
    expect(countTry(fresh, start)).toEqual({ failures: 1, blockedUntil: null, lastAt: start });
  });

  it('begins with the fifth failure and does not count while it lasts', () => {
    const blocked = countTry({ ...fresh, failures: 4 }, start)!;
    expect(blocked).toEqual({ failures: 5, blockedUntil: after(30), lastAt: start });
    expect(countTry(blocked, after(29.999))).toBeNull();
    expect(countTry(blocked, after(30))).toMatchObject({ failures: 6, blockedUntil: after(90) });
  });

  it('tells whole seconds, never too few', () => {
    const blocked = { failures: 5, blockedUntil: after(30), lastAt: start };
    expect(secondsLeft(blocked, after(0.5))).toBe(30);
    expect(secondsLeft(blocked, after(29.001))).toBe(1);
    expect(secondsLeft(blocked, after(30))).toBe(0);
    expect(secondsLeft(fresh, start)).toBe(0);
  });

  it('is forgotten after a day without a try', () => {
    const old = { failures: 9, blockedUntil: after(480), lastAt: start };
    expect(countTry(old, after(24 * 3600))?.failures).toBe(10);
    expect(countTry(old, after(24 * 3600 + 1))).toMatchObject({ failures: 1, blockedUntil: null });
  });

  it('leaves a guesser about a hundred tries a day', () => {
    let counter = fresh as NonNullable<ReturnType<typeof countTry>>;
    let tries = 0;
    for (let second = 0; second < 24 * 3600; second++) {
      const next = countTry(counter, after(second));
      if (next) tries++;
      counter = next ?? counter;
    }
    expect(tries).toBe(104);
  });
});
