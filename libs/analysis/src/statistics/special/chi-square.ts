import { upperGamma } from './gamma.js';

/** The upper tail of the χ² distribution, P(X > x), with small relative error far out: Q(ν/2, x/2). */
export function chiSquareUpperTail(x: number, degrees: number): number {
  if (!(degrees > 0)) throw new RangeError(`Degrees of freedom are positive, not ${degrees}.`);
  return upperGamma(degrees / 2, x / 2);
}
