import { inverse, product } from './matrix.js';
import { minimise } from './nelder-mead.js';
import { integrate } from './quadrature.js';
import { rootOf } from './root.js';

describe('rootOf', () => {
  it('finds √2 to the last figure, rising and falling', () => {
    expect(rootOf((x) => x * x - 2, 0, 5)).toBeCloseTo(Math.SQRT2, 15);
    expect(rootOf((x) => 2 - x * x, 0, 5)).toBeCloseTo(Math.SQRT2, 15);
  });

  it('refuses where there is none', () => {
    expect(() => rootOf((x) => x * x + 1, -1, 1)).toThrow(RangeError);
  });
});

describe('integrate', () => {
  it('is exact for polynomials, and for smooth functions in panels', () => {
    expect(integrate((x) => x ** 9 - x ** 4, -1, 3)).toBeCloseTo(3 ** 10 / 10 - 0.1 - 48.8, 8);
    const bell = (x: number): number => Math.exp((-x * x) / 2);
    expect(integrate(bell, -9, 9, 4)).toBeCloseTo(Math.sqrt(2 * Math.PI), 13);
  });
});

describe('minimise', () => {
  it('finds its way along the valley of Rosenbrock (1960)', () => {
    const valley = ([x = 0, y = 0]: readonly number[]): number =>
      100 * (y - x * x) ** 2 + (1 - x) ** 2;
    const { at, value } = minimise(valley, [-1.2, 1]);
    expect(value).toBeLessThan(1e-9);
    expect(at[0]).toBeCloseTo(1, 4);
    expect(at[1]).toBeCloseTo(1, 4);
  });

  it('keeps out of where the function is not defined', () => {
    const { at } = minimise(([x = 0]) => x - Math.log(x), [3]);
    expect(at[0]).toBeCloseTo(1, 4);
  });
});

describe('inverse', () => {
  it('undoes a matrix whose pivots have to be looked for', () => {
    const matrix = [
      [0, 2, 1],
      [1, 1, 4],
      [3, 0, -2],
    ];
    const identity = product(matrix, inverse(matrix) ?? []);
    identity.forEach((row, i) =>
      row.forEach((value, j) => expect(value).toBeCloseTo(i === j ? 1 : 0, 12)),
    );
  });

  it('has none of rows that hang together', () => {
    expect(inverse([[1, 2], [2, 4]])).toBeNull(); // prettier-ignore
  });
});
