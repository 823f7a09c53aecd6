/** `12.5` with 4 places → 125000n: exact, as DECIMAL is. The text has no more places than that. */
export function unitsOf(decimal: string, places: number): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  const digits = BigInt(whole.replace('-', '') + fraction.padEnd(places, '0'));
  return whole.startsWith('-') ? -digits : digits;
}

/** Below this a double still tells ten-thousandths apart, with room to spare. */
const SAFE = 1e10;

/** A value in ten-thousandths: `number` is the double nearest to `decimal`, which has at most 4 places. */
export const valueUnits = (number: number, decimal: string): bigint =>
  Math.abs(number) < SAFE ? BigInt(Math.round(number * 10_000)) : unitsOf(decimal, 4);

/** 125000n with 4 places → the double nearest to 12.5, as SQL makes it of a DECIMAL. */
export function doubleOf(units: bigint, places: number): number {
  const digits = String(units < 0n ? -units : units).padStart(places + 1, '0');
  return Number(`${units < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`);
}

/** Numbers of a greater magnitude are left out of sums: they have no places to be exact about. */
export const MOST_SUMMED = 1e15;
/** Places to which property numbers are summed. */
export const PLACES = 6;

/** A number in millionths, rounded half away from zero, as CAST AS DECIMAL(38,6) rounds its text. */
export function millionths(number: number): bigint {
  const [mantissa = '0', exponent = '0'] = String(Math.abs(number)).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const digits = BigInt(whole + fraction);
  // The number is digits · 10^-scale.
  const scale = fraction.length - Number(exponent);
  const excess = 10n ** BigInt(Math.abs(PLACES - scale));
  const rounded = scale <= PLACES ? digits * excess : (digits * 2n + excess) / (excess * 2n);
  return number < 0 ? -rounded : rounded;
}
