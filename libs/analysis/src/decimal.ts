/**
 * Exact decimals with a fixed number of places, as MariaDB sums them up: money is never counted in
 * floating point.
 */

/** `-12.5` with 4 places → -125000n. Digits beyond `places` must be 0. */
export function unitsOf(text: string, places: number): bigint {
  const parts = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text);
  const fraction = (parts?.[3] ?? '').replace(/0+$/, '');
  if (parts === null || fraction.length > places)
    throw new RangeError(`${text} is not a decimal with ${places} places.`);
  const units = BigInt((parts[2] ?? '') + fraction.padEnd(places, '0'));
  return parts[1] === '-' ? -units : units;
}

/** -125000n with 4 places → `-12.5000`. */
export function decimalOf(units: bigint, places: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const sign = units < 0n ? '-' : '';
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
