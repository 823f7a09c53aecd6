import { Random, Weighted } from './random.js';

const draw = (seed: string, count: number): number[] => {
  const random = new Random(seed);
  return Array.from({ length: count }, () => random.next());
};

describe('Random', () => {
  it('repeats itself for a seed and differs between seeds', () => {
    expect(draw('a', 5)).toEqual(draw('a', 5));
    expect(draw('a', 5)).not.toEqual(draw('b', 5));
  });

  it('is spread evenly over [0, 1)', () => {
    const numbers = draw('spread', 100_000);
    const tenths = Array.from({ length: 10 }, () => 0);
    for (const number of numbers) {
      tenths[Math.floor(number * 10)]! += 1;
    }
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    // Chi-squared with 9 degrees of freedom: 27.88 is passed once in a thousand seeds.
    const chi = tenths.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0);
    expect(chi).toBeLessThan(27.88);
  });

  it('reaches both ends of a range', () => {
    const random = new Random('ends');
    const seen = new Set(Array.from({ length: 200 }, () => random.between(3, 6)));
    expect([...seen].sort()).toEqual([3, 4, 5, 6]);
  });

  it('has a heavy tail with median 1', () => {
    const random = new Random('tail');
    const values = Array.from({ length: 10_001 }, () => random.heavyTail(0.9)).sort(
      (a, b) => a - b,
    );
    expect(values[5000]).toBeCloseTo(1, 1);
    expect(values.at(-1)).toBeGreaterThan(10);
  });
});

describe('Weighted', () => {
  it('draws in proportion, and never what weighs nothing', () => {
    const random = new Random('weights');
    const weighted = new Weighted([1, 0, 3]);
    const counts = [0, 0, 0];
    for (let i = 0; i < 10_000; i += 1) counts[weighted.draw(random)]! += 1;
    expect(counts[1]).toBe(0);
    expect(counts[2]! / counts[0]!).toBeCloseTo(3, 0);
  });
});
