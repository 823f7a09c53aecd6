import fc from 'fast-check';
import { doubleOf, millionths, unitsOf, valueUnits } from './amounts.js';

/** DECIMAL(19,4) as text. */
const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 19n) + 1n, max: 10n ** 19n - 1n }), fc.nat({ max: 19 }))
  .map(([number, shorter]) => {
    const digits = String((number < 0n ? -number : number) / 10n ** BigInt(shorter)).padStart(
      5,
      '0',
    );
    return `${number < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
  });

describe('amounts', () => {
  it('read exactly, by way of the double or not', () => {
    fc.assert(
      fc.property(decimal, (text) => {
        expect(valueUnits(Number(text), text)).toBe(unitsOf(text, 4));
        expect(doubleOf(unitsOf(text, 4), 4) === Number(text)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    [0.0000005, 1n],
    [-0.0000005, -1n],
    [0.00000049999, 0n],
    [5e-324, 0n],
    [1.0000015, 1000002n],
    [123456789.1234565, 123456789123457n],
    [1e15, 10n ** 21n],
  ])('%d is %d millionths', (number, units) => {
    expect(millionths(number)).toBe(units);
  });
});
