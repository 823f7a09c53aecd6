import { conversionsNeeded } from './conversions.js';
import { daysFor } from './duration.js';
import { sizesForProportions } from './sample-size.js';
import { anytimeInflation, anytimeLevel } from '../sequential/anytime.js';

const plan = { lift: 0.2, treatedShare: 0.5, level: 0.95, power: 0.8 };

describe('conversionsNeeded', () => {
  it('agrees with the sample size of rare conversions, at the level of looks at any time', () => {
    const alpha = 1 - anytimeLevel(1);
    const rate = 1e-4;
    const { first } = sizesForProportions(rate * 1.2, rate, { alpha, power: 0.8 });
    // The one is on the logarithm of the ratio, the other on the difference.
    expect(conversionsNeeded(plan) / (first * rate * 2.2)).toBeCloseTo(1, 1);
  });

  it('asks for about twice what a single look would', () => {
    expect(anytimeInflation(0.8)).toBeGreaterThan(1.85);
    expect(anytimeInflation(0.8)).toBeLessThan(1.95);
  });

  it('asks for more when few are held out, or little is to be found', () => {
    expect(conversionsNeeded({ ...plan, treatedShare: 0.9 })).toBeGreaterThan(
      2.5 * conversionsNeeded(plan),
    );
    const small = conversionsNeeded({ ...plan, lift: 0.02 });
    expect(small / conversionsNeeded(plan)).toBeCloseTo((Math.log(1.2) / Math.log(1.02)) ** 2, -1);
  });

  it('knows lifts downwards: what halves asks as much as what doubles', () => {
    expect(conversionsNeeded({ ...plan, lift: -0.5 })).toBeCloseTo(
      conversionsNeeded({ ...plan, lift: 1 }),
      9,
    );
  });

  it.each([{ lift: 0 }, { lift: -1 }, { treatedShare: 1 }, { treatedShare: 0 }])(
    'refuses %p',
    (wrong) => expect(() => conversionsNeeded({ ...plan, ...wrong })).toThrow(RangeError),
  );
});

describe('daysFor', () => {
  it('counts the last person in, and waits until he has been watched', () => {
    expect(daysFor(10_001, { peopleADay: 1000, windowDays: 14 })).toBe(25);
    expect(daysFor(10_000, { peopleADay: 1000, windowDays: 0 })).toBe(10);
    expect(daysFor(10, { peopleADay: 0, windowDays: 1 })).toBeNull();
  });
});
