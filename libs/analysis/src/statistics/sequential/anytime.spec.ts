import { normalUpperTail } from '../special/normal.js';
import { anytimeInflation, anytimeLevel, anytimeMultiplier, anytimePValue } from './anytime.js';

describe('anytimeMultiplier', () => {
  // R 4.2: tau <- f * (-2 * log(alpha) + log(1 - 2 * log(alpha)));
  // sqrt((1 + tau) / tau * log((1 + tau) / alpha^2))
  it.each([
    [0.01, 0.95, 9.08437943731058],
    [0.1, 0.95, 3.85505463353031],
    [0.5, 0.95, 3.08356871436835],
    [1, 0.95, 3.03520899037625],
    [2, 0.95, 3.06147721886742],
    [10, 0.95, 3.24172314540544],
    [1, 0.99, 3.57162997087045],
  ])('at %p with %p', (fraction, level, multiplier) => {
    expect(anytimeMultiplier(fraction, level)).toBeCloseTo(multiplier, 9);
  });

  // Theorem 2.2 as it is printed, R 4.2: t <- 1000; rho2 <- 7.9373 / t;
  // sqrt(2 * (t * rho2 + 1) / (t^2 * rho2) * log(sqrt(t * rho2 + 1) / .05))
  it('is the published width, in standard errors', () => {
    const tuned = 2 * Math.log(20) + Math.log(1 + 2 * Math.log(20));
    const width = anytimeMultiplier(7.9373 / tuned) / Math.sqrt(1000);
    expect(width).toBeCloseTo(0.0959817126438118, 9);
  });

  it('is as narrow as it can be, to a thousandth, at the instant for which it is tuned', () => {
    for (const other of [0.6, 0.8, 0.9, 1.1, 1.3, 2])
      expect(anytimeMultiplier(other)).toBeGreaterThan(0.999 * anytimeMultiplier(1));
  });
});

describe('anytimeLevel', () => {
  // R 4.2: 1 - 2 * pnorm(-multiplier)
  it.each([
    [0.1, 0.99988429621265],
    [1, 0.997596309366862],
    [10, 0.998811906198429],
  ])('at %p', (fraction, level) => expect(anytimeLevel(fraction)).toBeCloseTo(level, 11));

  it('tells nothing before there is anything', () => {
    expect(anytimeLevel(0)).toBe(1 - 1e-14);
    expect(anytimeLevel(1e-9)).toBe(1 - 1e-14);
  });
});

describe('anytimePValue', () => {
  it.each([0.01, 0.3, 1, 4])('is 0.05 just where the interval ends, at %p', (fraction) => {
    const z = anytimeMultiplier(fraction);
    expect(anytimePValue(z, fraction)).toBeCloseTo(0.05, 12);
    expect(anytimePValue(-z, fraction)).toBeCloseTo(0.05, 12);
  });

  it('is more than that of one look, and at most 1', () => {
    expect(anytimePValue(3, 1)).toBeGreaterThan(2 * normalUpperTail(3));
    expect(anytimePValue(0.2, 1)).toBe(1);
  });
});

describe('anytimeInflation', () => {
  // R 4.2: ((3.03520899037625 + qnorm(.8)) / (qnorm(.975) + qnorm(.8)))^2
  it('is about 1.9', () => expect(anytimeInflation(0.8)).toBeCloseTo(1.91489908038, 9));
});
