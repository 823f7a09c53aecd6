import fc from 'fast-check';
import { decimalOf, millionths } from './money.js';
import { PriceList } from './price-list.js';

const thai = new PriceList({
  currency: 'THB',
  prices: [
    { prefix: '66', price: '0.25' },
    { prefix: '669', price: '0.3' },
    { prefix: '1', price: '1.999999' },
  ],
});

describe('what a text message costs', () => {
  it.each([
    ['+66812345678', 1, '0.25'],
    ['+66812345678', 3, '0.75'],
    ['+66912345678', 2, '0.60'],
    ['+12025550123', 2, '3.999998'],
    ['+66812345678', 1_000_000, '250000.00'],
  ])('%s, %d parts: %s', (number, parts, amount) => {
    expect(thai.cost(number, parts)).toEqual({ amount, currency: 'THB' });
  });

  it('is not known of numbers that the list does not have', () => {
    expect(thai.cost('+4915112345678', 1)).toBeNull();
    expect(new PriceList({ currency: null, prices: [] }).cost('+66812345678', 1)).toBeNull();
  });

  it('loses nothing on its way through a decimal', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), (amount) => {
        expect(millionths(decimalOf(amount))).toBe(amount);
      }),
    );
  });
});
