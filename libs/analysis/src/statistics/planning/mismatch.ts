import { chiSquareUpperTail } from '../special/chi-square.js';

/**
 * Below this p value the groups' sizes are called a mismatch. R. Kohavi, D. Tang, Y. Xu, Trustworthy
 * Online Controlled Experiments (2020), chapter 21. It is so low because a mismatch makes the whole
 * experiment worthless, and because it is looked at in every one of them.
 */
export const mismatchThreshold = 0.001;

/** Whether groups came out as large as they were planned to. */
export interface Mismatch {
  /** χ² with (groups − 1) degrees of freedom. */
  statistic: number;
  pValue: number;
  /** True below `mismatchThreshold`: find the cause before believing any other figure. */
  mismatch: boolean;
}

/**
 * Sample ratio mismatch: Pearson's χ² test of the groups' sizes against their planned shares,
 * Σ (nᵢ − n·sᵢ)²/(n·sᵢ). Equals R's `chisq.test(sizes, p = shares)`.
 *
 * A. Fabijan, J. Gupchup, S. Gupta and others, "Diagnosing sample ratio mismatch in online controlled
 * experiments", KDD (2019), 2156–2164.
 *
 * @param sizes how many were assigned to each group
 * @param shares what was planned, each above 0; only their proportions count
 * @returns null with fewer than two groups or when all are empty
 */
export function sampleRatioMismatch(
  sizes: readonly number[],
  shares: readonly number[],
): Mismatch | null {
  const all = sum(sizes);
  if (sizes.length < 2 || all === 0) return null;
  if (shares.length !== sizes.length || !shares.every((share) => share > 0))
    throw new RangeError('Each group needs a planned share above 0.');
  const planned = sum(shares);
  const terms = sizes.map((size, i) => {
    const expected = (all * (shares[i] ?? NaN)) / planned;
    return (size - expected) ** 2 / expected;
  });
  const statistic = sum(terms);
  const pValue = chiSquareUpperTail(statistic, sizes.length - 1);
  return { statistic, pValue, mismatch: pValue < mismatchThreshold };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
