/** An amount with its currency (ISO 4217). */
export interface Money {
  /** Decimal, at least two places: `12.50`. */
  amount: string;
  currency: string;
}

/** Places after the point that prices have, and that sums are reckoned in. */
const places = 6;

/** Reads a decimal of up to six places into millionths. */
export function millionths(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(places, '0').slice(0, places));
}

/** Writes millionths as a decimal, without zeros beyond the second place. */
export function decimalOf(amount: bigint): string {
  const digits = amount.toString().padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0{1,4}$/, '');
  return `${digits.slice(0, -places)}.${fraction}`;
}
