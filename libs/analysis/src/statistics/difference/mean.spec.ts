import { welchDifference, welchPValue, type Sample } from './mean.js';

/** The textbook's two passes over the numbers. */
function sampleOf(numbers: readonly number[]): Sample {
  const of = numbers.length;
  const mean = numbers.reduce((a, b) => a + b, 0) / of;
  return { of, mean, variance: numbers.reduce((s, x) => s + (x - mean) ** 2, 0) / (of - 1) };
}

describe('welchDifference', () => {
  // R 4.2: t.test(sleep$extra[1:10], sleep$extra[11:20])
  it('agrees with R on the sleep data (Student 1908)', () => {
    const first = sampleOf([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]);
    const second = sampleOf([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]);
    const difference = welchDifference(first, second);
    expect(difference?.degrees).toBeCloseTo(17.7764735161785, 9);
    expect(difference?.low).toBeCloseTo(-3.36548323071171, 9);
    expect(difference?.high).toBeCloseTo(0.20548323071171, 9);
  });

  // R 4.2: t.test(c(100,0,0,0,250.5,0,0,19.95), c(0,0,12.25,0,0,0))
  it('agrees with R on spending that is mostly 0', () => {
    const first = sampleOf([100, 0, 0, 0, 250.5, 0, 0, 19.95]);
    const difference = welchDifference(first, sampleOf([0, 0, 12.25, 0, 0, 0]));
    expect(difference?.degrees).toBeCloseTo(7.05831370494533, 9);
    expect(difference?.low).toBeCloseTo(-30.5378514548444, 8);
    expect(difference?.high).toBeCloseTo(119.067018121511, 8);
  });

  // R 4.2 on the Hillstrom file: t.test(spend[Mens E-Mail], spend[No E-Mail]); sum(x), sum(x^2)
  it('agrees with R on what the Hillstrom mailing brought', () => {
    const ofSums = (of: number, sum: number, squares: number): Sample => ({
      of,
      mean: sum / of,
      variance: (squares - sum ** 2 / of) / (of - 1),
    });
    const difference = welchDifference(
      ofSums(21307, 30311.69, 6759024.4973),
      ofSums(21306, 13908.33, 2870050.3621),
    );
    expect(difference?.degrees).toBeCloseTo(36671.1579773605, 4);
    expect(difference?.low).toBeCloseTo(0.485139732568407, 9);
    expect(difference?.high).toBeCloseTo(1.05451457922067, 9);
  });

  it('is the difference itself when nobody varies', () => {
    const none = { of: 5, mean: 0, variance: 0 };
    expect(welchDifference(none, none)).toEqual({ estimate: 0, low: 0, high: 0, degrees: null });
  });

  it('needs two of each', () => {
    expect(welchDifference(sampleOf([1, 2]), { of: 1, mean: 3, variance: 0 })).toBeNull();
  });
});

// R 4.2: t.test(x, y)$p.value on the same samples
describe('welchPValue', () => {
  it('agrees with R', () => {
    const sleep = [
      sampleOf([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]),
      sampleOf([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]),
    ] as const;
    expect(welchPValue(...sleep)).toBeCloseTo(0.0793941401873582, 9);
    const spending = sampleOf([100, 0, 0, 0, 250.5, 0, 0, 19.95]);
    expect(welchPValue(spending, sampleOf([0, 0, 12.25, 0, 0, 0]))).toBeCloseTo(
      0.204782987381264,
      9,
    );
    const ofSums = (of: number, sum: number, squares: number): Sample => ({
      of,
      mean: sum / of,
      variance: (squares - sum ** 2 / of) / (of - 1),
    });
    const hillstrom = welchPValue(
      ofSums(21307, 30311.69, 6759024.4973),
      ofSums(21306, 13908.33, 2870050.3621),
    );
    expect((hillstrom ?? NaN) / 1.16381496822548e-7).toBeCloseTo(1, 6);
  });

  it('has nothing to test when nobody varies, or of one', () => {
    const none = { of: 5, mean: 0, variance: 0 };
    expect(welchPValue(none, none)).toBeNull();
    expect(welchPValue(none, { of: 1, mean: 0, variance: 0 })).toBeNull();
  });
});
