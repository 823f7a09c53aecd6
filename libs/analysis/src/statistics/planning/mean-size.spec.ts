import { exactMeanSize, powerForMeans, sizesForMeans } from './mean-size.js';

// R 4.2: power.t.test(delta =, sd =, power =, sig.level =, tol = 1e-12)$n
describe('the size for two means', () => {
  it.each([
    [0.5, 1, 0.8, 0.05, 63.7657637248468],
    [1, 12, 0.9, 0.05, 3027.09852823648],
    [20, 15, 0.9, 0.01, 18.4747952556592],
  ])('%p with deviation %p, power %p at %p', (effect, deviation, power, alpha, n) => {
    expect(exactMeanSize(effect, deviation, { power, alpha }) / n).toBeCloseTo(1, 7);
    const whole = Math.ceil(n);
    expect(sizesForMeans(effect, deviation, { power, alpha })).toEqual({
      first: whole,
      second: whole,
    });
  });

  // R 4.2: uniroot over n of pt(qt(1 - alpha / 2, v), v, ncp = delta / (sd * sqrt(1 / n + 1 / (r * n))),
  // lower.tail = FALSE) - power, with v <- n + r * n - 2
  it.each([
    [0.5, 1, 0.8, 0.05, 2, 47.7420354875894],
    [1, 12, 0.9, 0.05, 1 / 9, 15132.4180732453],
  ])(
    '%p with deviation %p, power %p at %p, 1 to %p',
    (effect, deviation, power, alpha, ratio, n) => {
      expect(exactMeanSize(effect, deviation, { power, alpha, ratio }) / n).toBeCloseTo(1, 7);
    },
  );

  it('is at least two of each, and refuses what has no size', () => {
    const wish = { power: 0.8, alpha: 0.05 };
    expect(sizesForMeans(1000, 1, wish)).toEqual({ first: 2, second: 2 });
    expect(() => sizesForMeans(0, 1, wish)).toThrow(RangeError);
    expect(() => sizesForMeans(1, 0, wish)).toThrow(RangeError);
  });
});

// R 4.2: power.t.test(n =, delta =, sd =, sig.level =)$power
describe('powerForMeans', () => {
  it.each([
    [20, 1, 1, 0.05, 0.868952801692498],
    [500, 1, 12, 0.05, 0.259912214449323],
    [5, 2, 1, 0.05, 0.790541631535308],
    [21307, 0.5, 15, 0.01, 0.806360714858632],
  ])('with %p a group, %p with deviation %p at %p', (n, effect, deviation, alpha, power) => {
    const sizes = { first: n, second: n };
    expect(powerForMeans(effect, deviation, sizes, alpha)).toBeCloseTo(power, 8);
    expect(powerForMeans(-effect, deviation, sizes, alpha)).toBeCloseTo(power, 8);
  });
});
