import { cupedDifference, type PairSums } from './cuped.js';

const sums = (of: number, x: number, y: number, xx: number, xy: number, yy: number): PairSums => ({
  of,
  x,
  y,
  xx,
  xy,
  yy,
});

// R 4.2: v <- function(z, k) sum((z - mean(z)) * (k - mean(k)));
// theta <- (v(x[a], y[a]) + v(x[!a], y[!a])) / (v(x[a], x[a]) + v(x[!a], x[!a]));
// t.test(y[a] - theta * x[a], y[!a] - theta * x[!a]); 1 - (its stderr / that of t.test(y[a], y[!a]))^2
describe('cupedDifference', () => {
  // x <- mtcars$wt; y <- mtcars$mpg; a <- mtcars$am == 1
  it('agrees with R on cars, whose weight explains most', () => {
    const difference = cupedDifference(
      sums(13, 31.343, 317.1, 80.135969, 723.0312, 8191.11),
      sums(19, 71.609, 325.8, 280.765101, 1186.7216, 5851.2),
    );
    expect(difference?.theta).toBeCloseTo(-5.3528114467999, 8);
    expect(difference?.estimate).toBeCloseTo(-0.0236152196627017, 8);
    expect(difference?.low).toBeCloseTo(-2.39993941124309, 8);
    expect(difference?.high).toBeCloseTo(2.35270897191768, 8);
    expect(difference?.degrees).toBeCloseTo(21.884483145202, 7);
    expect(difference?.pValue).toBeCloseTo(0.983738904375284, 8);
    expect(difference?.reduction).toBeCloseTo(0.645242725965348, 8);
  });

  // The Hillstrom file: x <- history; y <- visit; a <- Mens E-Mail, !a <- No E-Mail
  it('agrees with R on the Hillstrom mailing, of which the past knows little', () => {
    const difference = cupedDifference(
      sums(21307, 5174105.18, 3894, 2700687619.2752, 1092584.38, 3894),
      sums(21306, 5132245.81, 2262, 2597172414.5563, 652531.54, 2262),
    );
    expect((difference?.theta ?? NaN) / 9.0775124755146e-5).toBeCloseTo(1, 8);
    expect(difference?.estimate).toBeCloseTo(0.076412254627219, 9);
    expect(difference?.low).toBeCloseTo(0.0697905929216369, 9);
    expect(difference?.high).toBeCloseTo(0.083033916332801, 9);
    expect(difference?.reduction).toBeCloseTo(0.00444152805595144, 8);
  });

  it('is the plain difference when the past says nothing', () => {
    const difference = cupedDifference(sums(4, 0, 10, 0, 0, 30), sums(4, 0, 6, 0, 0, 14));
    expect(difference).toMatchObject({ theta: 0, estimate: 1, reduction: 0 });
  });

  it('needs two of each', () => {
    expect(cupedDifference(sums(1, 1, 1, 1, 1, 1), sums(4, 0, 6, 0, 0, 14))).toBeNull();
    expect(cupedDifference(sums(0, 0, 0, 0, 0, 0), sums(4, 0, 6, 0, 0, 14))).toBeNull();
  });
});
