/**
 * Where a monotone function passes through 0 between `low` and `high`, to the last figure, by
 * bisection.
 *
 * @throws RangeError when it has the same sign at both ends
 */
export function rootOf(f: (x: number) => number, low: number, high: number): number {
  const sign = Math.sign(f(low));
  if (sign === 0) return low;
  if (Math.sign(f(high)) === sign)
    throw new RangeError(`The function does not pass through 0 between ${low} and ${high}.`);
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return middle;
    if (Math.sign(f(middle)) === sign) low = middle;
    else high = middle;
  }
}
