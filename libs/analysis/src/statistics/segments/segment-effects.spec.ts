import { cochranQ } from './cochran.js';
import { segmentEffects } from './segment-effects.js';

// R 4.2: w <- 1 / s^2; m <- sum(w * d) / sum(w); Q <- sum(w * (d - m)^2);
// pchisq(Q, length(d) - 1, lower.tail = FALSE); max(0, (Q - length(d) + 1) / Q)
describe('cochranQ', () => {
  it.each([
    [[0.01, 0.02, 0.05, -0.01], [0.005, 0.01, 0.012, 0.008], [0.0108995215311005, 18.3023923444976, 0.000380989947473317, 0.836087001986824]], // prettier-ignore
    [
      [0.1, 0.11],
      [0.05, 0.06],
      [0.104098360655738, 0.0163934426229508, 0.898119787253741, 0],
    ],
  ])('of %p with errors %p', (estimates, errors, expected) => {
    const result = cochranQ(
      estimates.map((estimate, i) => ({ estimate, standardError: errors[i] ?? NaN })),
    );
    [result?.common, result?.q, result?.pValue, result?.inconsistency].forEach((value, i) =>
      expect(value).toBeCloseTo(expected[i] ?? NaN, 9),
    );
    expect(result?.degrees).toBe(estimates.length - 1);
  });

  it('compares two at least', () => {
    expect(cochranQ([{ estimate: 1, standardError: 1 }])).toBeNull();
  });
});

// The Hillstrom file's visits by zip_code, Mens E-Mail against No E-Mail. R 4.2: p by
// prop.test(correct = FALSE), p.adjust(p, 'holm'), p.adjust(p, 'BH'); Q as above, with Wald's errors
const hillstrom = [
  { segment: 'Rural', treated: { count: 736, of: 3243 }, control: { count: 482, of: 3139 } },
  { segment: 'Surburban', treated: { count: 1647, of: 9501 }, control: { count: 953, of: 9625 } },
  { segment: 'Urban', treated: { count: 1511, of: 8563 }, control: { count: 827, of: 8542 } },
];

describe('segmentEffects', () => {
  it('agrees with R on where the Hillstrom customers live', () => {
    const { segments, heterogeneity } = segmentEffects(hillstrom);
    const expected = [
      [8.67737482531042e-14, 8.67737482531042e-14, 8.67737482531042e-14],
      [7.56916103788181e-51, 1.51383220757636e-50, 1.13537415568227e-50],
      [6.42433633495591e-52, 1.92730090048677e-51, 1.92730090048677e-51],
    ];
    segments.forEach(({ pValue, holm, falseDiscovery }, i) =>
      [pValue, holm, falseDiscovery].forEach((value, j) =>
        expect((value ?? NaN) / (expected[i]?.[j] ?? NaN)).toBeCloseTo(1, 6),
      ),
    );
    expect(heterogeneity?.common).toBeCloseTo(0.0764338073990308, 10);
    expect(heterogeneity?.q).toBeCloseTo(0.655088291224914, 9);
    expect(heterogeneity?.pValue).toBeCloseTo(0.720691475206711, 9);
  });

  it('leaves out what cannot be compared, and keeps the order', () => {
    const empty = { segment: 'none', treated: { count: 0, of: 0 }, control: { count: 1, of: 9 } };
    const { segments, heterogeneity } = segmentEffects([empty, ...hillstrom]);
    expect(segments[0]).toEqual({
      segment: 'none',
      difference: null,
      pValue: null,
      holm: null,
      falseDiscovery: null,
    });
    expect(segments.map(({ segment }) => segment)).toEqual(['none', 'Rural', 'Surburban', 'Urban']);
    expect(heterogeneity?.degrees).toBe(2);
  });

  it('sees an effect that differs', () => {
    const opposite = [
      { segment: 'a', treated: { count: 200, of: 1000 }, control: { count: 100, of: 1000 } },
      { segment: 'b', treated: { count: 100, of: 1000 }, control: { count: 200, of: 1000 } },
    ];
    expect(segmentEffects(opposite).heterogeneity?.pValue).toBeLessThan(1e-6);
  });
});
