import {
  alphaOfEach,
  detectableProportion,
  exactSize,
  powerForProportions,
  sizesForProportions,
} from './sample-size.js';

// R 4.2: power.prop.test(p1 =, p2 =, power =, sig.level =)$n
describe('the size for two proportions', () => {
  it.each([
    [0.1, 0.12, 0.8, 0.05, 3840.84748243445],
    [0.02, 0.025, 0.9, 0.05, 18485.7337050055],
    [0.5, 0.45, 0.8, 0.01, 2328.51538955774],
    [0.001, 0.0015, 0.8, 0.05, 78389.507399685],
  ])('%p and %p with power %p at %p', (p1, p2, power, alpha, n) => {
    expect(exactSize(p1, p2, { power, alpha }) / n).toBeCloseTo(1, 7);
    const whole = Math.ceil(n);
    expect(sizesForProportions(p1, p2, { power, alpha })).toEqual({ first: whole, second: whole });
  });

  // R 4.2: uniroot over n of pnorm((abs(p1 - p2) - qnorm(1 - alpha / 2) * sqrt(p * (1 - p) * (1 / n + 1 / (r * n))))
  // / sqrt(p1 * (1 - p1) / n + p2 * (1 - p2) / (r * n))) - power, with p <- (p1 + r * p2) / (1 + r)
  it.each([
    [0.12, 0.1, 0.8, 0.05, 1 / 9, 19667.6942184843],
    [0.025, 0.02, 0.9, 0.05, 3, 12174.6310613992],
    [0.3, 0.5, 0.8, 0.025, 0.5, 166.407989274607],
  ])('%p and %p with power %p at %p, 1 to %p', (p1, p2, power, alpha, ratio, n) => {
    expect(exactSize(p1, p2, { power, alpha, ratio }) / n).toBeCloseTo(1, 8);
    const { first, second } = sizesForProportions(p1, p2, { power, alpha, ratio });
    expect(first).toBe(Math.ceil(n));
    expect(second).toBe(Math.ceil(n * ratio));
    expect(powerForProportions(p1, p2, { first: n, second: n * ratio }, alpha)).toBeCloseTo(
      power,
      8,
    );
  });

  it('refuses what cannot be told apart', () => {
    expect(() => exactSize(0.1, 0.1, { power: 0.8, alpha: 0.05 })).toThrow(RangeError);
    expect(() => exactSize(0.1, 1.1, { power: 0.8, alpha: 0.05 })).toThrow(RangeError);
  });

  it('asks for more with more arms', () => {
    expect(alphaOfEach(0.05, 4)).toBe(0.0125);
  });
});

// R 4.2: power.prop.test(n =, p1 =, p2 =, sig.level =)$power
describe('powerForProportions', () => {
  it.each([
    [1000, 0.1, 0.12, 0.05, 0.297732131248228],
    [50, 0.5, 0.75, 0.05, 0.740165901331388],
    [20000, 0.006, 0.01, 0.01, 0.972240091070621],
  ])('with %p a group, %p and %p at %p', (n, p1, p2, alpha, power) => {
    expect(powerForProportions(p1, p2, { first: n, second: n }, alpha)).toBeCloseTo(power, 9);
  });
});

// R 4.2: power.prop.test(n =, p1 =, power =, tol = 1e-12)$p2
describe('detectableProportion', () => {
  it.each([
    [1000, 0.1, 0.8, 0.140745154311823],
    [20000, 0.006, 0.9, 0.00877571311366722],
    [30, 0.4, 0.8, 0.750578362935038],
  ])('with %p a group above %p with power %p', (n, p2, power, found) => {
    const sizes = { first: n, second: n };
    expect(detectableProportion(p2, sizes, { power, alpha: 0.05 })).toBeCloseTo(found, 9);
  });

  it('is none when there are too few for any', () => {
    const sizes = { first: 2, second: 2 };
    expect(detectableProportion(0.6, sizes, { power: 0.9, alpha: 0.05 })).toBeNull();
    expect(detectableProportion(1, sizes, { power: 0.9, alpha: 0.05 })).toBeNull();
  });
});
