import { normalQuantile, normalUpperTail } from './normal.js';

// R 4.2: sprintf('%.15g', qnorm(p))
describe('normalQuantile', () => {
  it.each([
    [0.975, 1.95996398454005],
    [0.995, 2.5758293035489],
    [0.5, 0],
    [0.0001, -3.71901648545568],
    [1e-20, -9.26234008979841],
    [0.9, 1.2815515655446],
    [0.925, 1.43953147093846],
    [0.075, -1.43953147093846],
  ])('qnorm(%p) = %p', (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 12);
  });

  it.each([0, 1, -0.1, 1.1, NaN])('refuses %p', (p) => {
    expect(() => normalQuantile(p)).toThrow(RangeError);
  });
});

// R 4.2: sprintf('%.15g', pnorm(z, lower.tail = FALSE))
describe('normalUpperTail', () => {
  it.each([
    [0, 0.5],
    [0.3, 0.382088577811047],
    [0.67448975, 0.25000000006231],
    [1.96, 0.0249978951482204],
    [3, 0.00134989803163009],
    [5.5, 1.89895624658877e-8],
    [7, 1.27981254388584e-12],
    [10, 7.61985302416053e-24],
    [37, 5.72557122252458e-300],
  ])('1 - pnorm(%p) = %p', (z, p) => {
    expect(normalUpperTail(z) / p).toBeCloseTo(1, 9);
    expect(normalUpperTail(-z)).toBeCloseTo(1 - p, 12);
  });

  it('undoes the quantile', () => {
    for (const p of [0.001, 0.02, 0.2, 0.4, 0.5, 0.77, 0.999])
      expect(normalUpperTail(normalQuantile(p))).toBeCloseTo(1 - p, 12);
  });
});
