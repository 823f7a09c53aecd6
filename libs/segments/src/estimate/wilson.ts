/** 97.5 % of a standard normal distribution lie below it. */
const z = 1.959963984540054;

/** A share, with the interval that holds the true one in 95 of 100 samples. */
export interface Share {
  low: number;
  high: number;
}

/**
 * The score interval of a share that was counted in a random sample of few among many:
 *
 *   (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)
 *
 * E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927),
 * 209–212.
 *
 * @param of more than none
 */
export function wilson(count: number, of: number): Share {
  const p = count / of;
  const square = (z * z) / of;
  const middle = p + square / 2;
  const spread = z * Math.sqrt((p * (1 - p)) / of + square / (4 * of));
  return {
    // At the ends the root is exact on paper, not in floating point.
    low: count === 0 ? 0 : (middle - spread) / (1 + square),
    high: count === of ? 1 : (middle + spread) / (1 + square),
  };
}
