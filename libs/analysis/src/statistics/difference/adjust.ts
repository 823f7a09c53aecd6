/**
 * p values, adjusted for there being several of them: a value of at most α means that, whatever is true
 * of the others, with at most probability α one or more of those so chosen is a false alarm. Nothing is
 * assumed about how they hang together.
 *
 * S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics
 * 6 (1979), 65–70: in order, the largest so far of (m − i + 1)·p₍ᵢ₎, at most 1. Equals R's
 * `p.adjust(p, 'holm')`.
 */
export function holm(pValues: readonly number[]): number[] {
  const m = pValues.length;
  let largest = 0;
  return inOrder(pValues, (p, i) => (largest = Math.max(largest, Math.min(1, (m - i) * p))));
}

/**
 * p values, adjusted so that of those chosen at α (the adjusted value is at most α) on average no more
 * than the share α are false alarms. For independent or positively dependent values.
 *
 * Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate", Journal of the Royal Statistical
 * Society B 57 (1995), 289–300: from the largest down, the smallest so far of (m/i)·p₍ᵢ₎. Equals R's
 * `p.adjust(p, 'BH')`.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const m = pValues.length;
  let smallest = 1;
  return inOrder(
    pValues.map((p) => -p),
    (negative, i) => (smallest = Math.min(smallest, (m / (m - i)) * -negative)),
  );
}

/** Applies `adjust` from the smallest value to the largest; the results stand where the values stood. */
function inOrder(
  values: readonly number[],
  adjust: (value: number, i: number) => number,
): number[] {
  const results = new Array<number>(values.length);
  [...values.entries()]
    .sort(([, a], [, b]) => a - b)
    .forEach(([place, value], i) => (results[place] = adjust(value, i)));
  return results;
}
