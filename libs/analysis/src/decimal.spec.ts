import fc from 'fast-check';
import { decimalOf, unitsOf } from './decimal.js';

describe('decimals', () => {
  it.each([
    ['0.0000', 0n],
    ['-0.0001', -1n],
    ['12.5', 125000n],
    ['999999999999999.9999', 9999999999999999999n],
    ['3.00000000', 30000n],
  ])('%s', (text, units) => {
    expect(unitsOf(text, 4)).toBe(units);
  });

  it.each(['', '1e5', '1.00001', '--1', 'x'])('%p is refused', (text) => {
    expect(() => unitsOf(text, 4)).toThrow(RangeError);
  });

  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.bigInt(), (units) => {
        expect(unitsOf(decimalOf(units, 4), 4)).toBe(units);
      }),
    );
  });
});
