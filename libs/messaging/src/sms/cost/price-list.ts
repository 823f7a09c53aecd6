import { decimalOf, millionths, type Money } from './money.js';

/** What one part costs, for numbers that begin so. */
export interface SmsPrice {
  /** Digits of E.164 without the +: `66`, `669`. */
  prefix: string;
  /** Decimal, up to six places. */
  price: string;
}

/** What an operator asks; the currency is null while there are no prices. */
export interface SmsPrices {
  currency: string | null;
  prices: SmsPrice[];
}

/** Finds prices by the longest beginning of a number that the list has. */
export class PriceList {
  private readonly byPrefix: ReadonlyMap<string, bigint>;
  /** Digits of the longest prefix. */
  readonly longest: number;

  constructor(private readonly list: SmsPrices) {
    this.byPrefix = new Map(list.prices.map(({ prefix, price }) => [prefix, millionths(price)]));
    this.longest = Math.max(0, ...list.prices.map(({ prefix }) => prefix.length));
  }

  /** Millionths a part; null where the list has none. @param number E.164, or its first digits */
  partPrice(number: string): bigint | null {
    const digits = number.replace(/^\+/, '');
    for (let n = Math.min(this.longest, digits.length); n > 0; n--) {
      const price = this.byPrefix.get(digits.slice(0, n));
      if (price !== undefined) return price;
    }
    return null;
  }

  /** What a message of so many parts costs; null where the list has no price. */
  cost(number: string, parts: number): Money | null {
    const price = this.partPrice(number);
    return price === null ? null : this.money(price * BigInt(parts));
  }

  money(amount: bigint): Money | null {
    const { currency } = this.list;
    return currency === null ? null : { amount: decimalOf(amount), currency };
  }
}
