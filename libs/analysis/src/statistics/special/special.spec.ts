import { logBeta, regularisedBeta } from './beta.js';
import { chiSquareUpperTail } from './chi-square.js';
import { logGamma, lowerGamma, upperGamma } from './gamma.js';
import { hypergeometric } from './hypergeometric.js';

/** To 12 figures, or 12 places where the value is below 1. */
const expectFigures = (value: number, expected: number): void =>
  expect(value / Math.max(1, Math.abs(expected))).toBeCloseTo(
    expected / Math.max(1, Math.abs(expected)),
    12,
  );

// R 4.2: lgamma(x)
describe('logGamma', () => {
  it.each([
    [1e-5, 11.5129196928958],
    [0.1, 2.25271265173421],
    [0.5, 0.5723649429247],
    [1.5, -0.120782237635245],
    [3.7, 1.42807232666539],
    [9.99, 12.7793152143502],
    [10, 12.8018274800815],
    [42.5, 115.900070470415],
    [1000.25, 5906.94726827112],
    [1e6, 12815504.5691476],
  ])('of %p', (x, value) => expectFigures(logGamma(x), value));

  it.each([0, -1.5, NaN])('refuses %p', (x) => expect(() => logGamma(x)).toThrow(RangeError));
});

// R 4.2: lbeta(a, b)
describe('logBeta', () => {
  it.each([
    [0.2, 0.7, 1.71855482922771],
    [2, 3, -2.484906649788],
    [0.5, 500, -2.53468910632806],
    [3.3, 1e6, -44.6040900583838],
    [12, 15, -18.5681727323894],
    [2000, 30000.5, -7484.2145497234],
  ])('of %p and %p', (a, b, value) => {
    expectFigures(logBeta(a, b), value);
    expect(logBeta(b, a)).toBe(logBeta(a, b));
  });
});

// R 4.2: pgamma(x, a, lower.tail = FALSE), pgamma(x, a)
describe('upperGamma and lowerGamma', () => {
  it.each([
    [0.5, 0.1, 0.654720846018577, 0.345279153981423],
    [0.5, 5, 0.00156540225800255, 0.998434597741997],
    [1, 1, 0.367879441171442, 0.632120558828558],
    [2.5, 2, 0.54941595135278, 0.45058404864722],
    [10, 3, 0.998897511869885, 0.00110248813011548],
    [10, 25, 0.000221476638248784, 0.999778523361751],
    [150, 140, 0.790456376081393, 0.209543623918607],
    [150, 220, 2.37044917796479e-7, 0.999999762955082],
    [5000, 5100, 0.079328881077619, 0.920671118922381],
  ])('a = %p, x = %p', (a, x, upper, lower) => {
    expect(upperGamma(a, x)).toBeCloseTo(upper, 12);
    expect(lowerGamma(a, x)).toBeCloseTo(lower, 12);
    // What is computed directly keeps its figures, however small.
    if (x >= a + 1) expect(upperGamma(a, x) / upper).toBeCloseTo(1, 11);
    else expect(lowerGamma(a, x) / lower).toBeCloseTo(1, 11);
  });

  it('begins at 0', () => {
    expect([upperGamma(2, 0), lowerGamma(2, 0)]).toEqual([1, 0]);
  });
});

// R 4.2: pbeta(x, a, b)
describe('regularisedBeta', () => {
  it.each([
    [0.3, 2, 3, 0.3483],
    [0.01, 0.5, 0.5, 0.0637685608585198],
    [0.9, 10, 0.5, 0.15164090963471],
    [0.5, 200, 210, 0.689485213427416],
    [0.999, 300.5, 0.5, 0.438272685632049],
    [0.02, 30, 2000, 0.965548783571686],
  ])('x = %p, a = %p, b = %p', (x, a, b, value) => {
    expect(regularisedBeta(x, 1 - x, a, b)).toBeCloseTo(value, 12);
  });
});

// R 4.2: pchisq(x, df, lower.tail = FALSE)
describe('chiSquareUpperTail', () => {
  it.each([
    [0.0001, 1, 0.992021287370737],
    [3.84, 1, 0.0500435212487052],
    [11.3, 1, 0.000775070909245686],
    [40, 1, 2.53962858947086e-10],
    [5, 4, 0.287297495183646],
    [30, 9, 0.00043872177097948],
    [120, 100, 0.0844066810936918],
    [700, 300, 5.26705439374556e-34],
  ])('beyond %p with %p degrees', (x, degrees, value) => {
    expect(chiSquareUpperTail(x, degrees) / value).toBeCloseTo(1, 11);
  });

  it('refuses no degrees', () => {
    expect(() => chiSquareUpperTail(1, 0)).toThrow(RangeError);
  });
});

// R 4.2: gsl::hyperg_2F1(a, b, c, z)
describe('hypergeometric', () => {
  it.each([
    [0.243, 2.426, 2.219, 0.3, 1.10051853308547],
    [2.243, 4.426, 4.219, 0.47, 4.49303693401162],
    [30.243, 32.4, 32.2, 0.45, 79747492.7661368],
    [1, 1, 2, 0.9, 2.55842788110449],
    [0.5, 3, 7, 0.99, 1.37712637421085],
    [2, 3, 4, 0.95, 48.8416461392923],
  ])('of %p, %p; %p; %p', (a, b, c, z, value) => {
    expect(hypergeometric(a, b, c, z) / value).toBeCloseTo(1, 11);
    expect(hypergeometric(b, a, c, z) / value).toBeCloseTo(1, 11);
  });

  it('is 1 at 0', () => {
    expect(hypergeometric(2, 3, 4, 0)).toBe(1);
  });

  it.each([
    [1, 1, 1, 1],
    [1, 1, 1, -0.1],
    [0, 1, 1, 0.5],
    [1, 1, -0.5, 0.5],
  ])('refuses %p, %p; %p; %p', (a, b, c, z) => {
    expect(() => hypergeometric(a, b, c, z)).toThrow(RangeError);
  });
});
