import { groupSequentialBounds, obrienFlemingSpending } from './group-sequential.js';

describe('groupSequentialBounds', () => {
  // D. M. Reboussin, D. L. DeMets, K. Kim, K. K. G. Lan, "Computations for group sequential boundaries
  // using the Lan–DeMets spending function method", Controlled Clinical Trials 21 (2000), 190–207.
  it('agrees with what is published for five looks', () => {
    const bounds = groupSequentialBounds([0.2, 0.4, 0.6, 0.8, 1]);
    [4.8769, 3.357, 2.6803, 2.2898, 2.031].forEach((bound, i) =>
      expect(bounds[i]).toBeCloseTo(bound, 4),
    );
  });

  // R 4.2: look by look, uniroot over u[k] of 1 - mvtnorm::pmvnorm(-u, u, sigma = S, algorithm = Miwa(512))
  // - 4 * (1 - pnorm(qnorm(1 - alpha / 4) / sqrt(t[k]))), with S[i, j] = sqrt(t[i] / t[j]) for i <= j
  it.each([
    [[0.3, 0.5, 0.8, 1], 0.05, [3.92857254262661, 2.96561822713095, 2.26629424190879, 2.02782586562173]], // prettier-ignore
    [[0.25, 0.4, 0.9, 1], 0.01, [5.49296102462968, 4.28689854894421, 2.73867752450025, 2.6423388845392]], // prettier-ignore
  ])('agrees with R on looks at %p with %p', (fractions, alpha, expected) => {
    const bounds = groupSequentialBounds(fractions, alpha);
    expected.forEach((bound, i) => expect(bounds[i]).toBeCloseTo(bound, 6));
  });

  it('is the ordinary test with a single look at the end', () => {
    expect(groupSequentialBounds([1])[0]).toBeCloseTo(1.95996398454005, 9);
  });

  it('bears looks that are close together, and far more than anybody needs', () => {
    const close = groupSequentialBounds([0.5, 0.505, 1]);
    const two = groupSequentialBounds([0.5, 1]);
    expect(close[0]).toBeCloseTo(two[0] ?? NaN, 9);
    expect(close[2]).toBeGreaterThan(two[1] ?? NaN);
    expect(close[2]).toBeLessThan((two[1] ?? NaN) + 0.01);
    const daily = groupSequentialBounds(Array.from({ length: 60 }, (_, i) => (i + 1) / 60));
    expect(daily.at(-1)).toBeGreaterThan(2.031);
    expect(daily.at(-1)).toBeLessThan(2.2);
  });

  it.each([[[0.5, 0.4]], [[0, 1]], [[0.5, 1.1]]])('refuses looks at %p', (fractions) => {
    expect(() => groupSequentialBounds(fractions)).toThrow(RangeError);
  });
});

describe('obrienFlemingSpending', () => {
  it('spends nothing at first and everything in the end', () => {
    expect(obrienFlemingSpending(0, 0.05)).toBe(0);
    expect(obrienFlemingSpending(0.2, 0.05)).toBeLessThan(1e-4);
    expect(obrienFlemingSpending(1, 0.05)).toBeCloseTo(0.05, 12);
    expect(obrienFlemingSpending(1.3, 0.05)).toBeCloseTo(0.05, 12);
  });
});
