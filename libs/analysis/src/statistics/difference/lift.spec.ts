import { meanLift, proportionLift } from './lift.js';

// R 4.2: r <- (x1 / n1) / (x2 / n2); s <- sqrt(1 / x1 - 1 / n1 + 1 / x2 - 1 / n2);
// r - 1; exp(log(r) + c(-1, 1) * qnorm((1 + level) / 2) * s) - 1. The first two are Hillstrom's.
describe('proportionLift', () => {
  it.each([
    [3894, 21307, 2262, 21306, 0.95, [0.721404616781399, 0.64038488848, 0.806425964714953]],
    [267, 21307, 122, 21306, 0.95, [1.18842187628633, 0.767984078010421, 1.70884244274305]],
    [15, 148, 5, 160, 0.99, [2.24324324324324, -0.113730210599706, 10.868425236474]],
  ])('%p of %p against %p of %p', (x1, n1, x2, n2, level, expected) => {
    const lift = proportionLift({ count: x1, of: n1 }, { count: x2, of: n2 }, level);
    [lift?.estimate, lift?.low, lift?.high].forEach((value, i) =>
      expect(value).toBeCloseTo(expected[i] ?? NaN, 9),
    );
  });

  it('has no ratio to nothing, nor a logarithm of nothing', () => {
    expect(proportionLift({ count: 3, of: 9 }, { count: 0, of: 9 })).toBeNull();
    expect(proportionLift({ count: 0, of: 9 }, { count: 3, of: 9 })).toBeNull();
    expect(proportionLift({ count: 0, of: 0 }, { count: 3, of: 9 })).toBeNull();
  });
});

// R 4.2: r <- mean(x) / mean(y); s <- sqrt(var(x) / length(x) / mean(x)^2 + var(y) / length(y) / mean(y)^2);
// r - 1; exp(log(r) + c(-1, 1) * qnorm(.975) * s) - 1
describe('meanLift', () => {
  // x <- c(1, 4, 2, 8, 5); y <- c(3, 1, 1, 2)
  it('agrees with R on a few numbers', () => {
    const lift = meanLift(
      { of: 5, mean: 4, variance: 7.5 },
      { of: 4, mean: 1.75, variance: 11 / 12 },
    );
    expect(lift?.estimate).toBeCloseTo(1.28571428571429, 12);
    expect(lift?.low).toBeCloseTo(0.0221896312538883, 9);
    expect(lift?.high).toBeCloseTo(4.11107688454015, 9);
  });

  // x, y: the Hillstrom file's spend of Mens E-Mail and of No E-Mail
  it('agrees with R on what the Hillstrom mailing brought', () => {
    const sample = (of: number, sum: number, squares: number) => ({
      of,
      mean: sum / of,
      variance: (squares - sum ** 2 / of) / (of - 1),
    });
    const lift = meanLift(
      sample(21307, 30311.69, 6759024.4973),
      sample(21306, 13908.33, 2870050.3621),
    );
    expect(lift?.estimate).toBeCloseTo(1.17928877036201, 9);
    expect(lift?.low).toBeCloseTo(0.628447133695769, 9);
    expect(lift?.high).toBeCloseTo(1.91645915077844, 9);
  });

  it('has no ratio to a mean that is not positive', () => {
    const some = { of: 5, mean: 4, variance: 7.5 };
    expect(meanLift(some, { of: 5, mean: 0, variance: 1 })).toBeNull();
    expect(meanLift({ of: 5, mean: -1, variance: 1 }, some)).toBeNull();
    expect(meanLift(some, { of: 1, mean: 4, variance: 0 })).toBeNull();
  });
});
