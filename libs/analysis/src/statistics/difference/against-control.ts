import type { Estimate } from '../interval.js';
import { holm } from './adjust.js';
import { newcombeDifference, twoProportionPValue, type Proportion } from './proportion.js';

/** One arm against the control. */
export interface ArmDifference {
  /** arm − control; null when a group is empty. */
  difference: Estimate | null;
  /** Adjusted by Holm for the number of arms; null when there is nothing to test. */
  pValue: number | null;
}

/**
 * Several arms, each against the one control. The p values are adjusted by Holm's method; the intervals
 * are Newcombe's at Bonferroni's level 1 − (1 − level)/k for k arms, so that they hold all at once with
 * the probability `level`. Both are a little wider than Dunnett's (1955), and need not know how the
 * arms, through their common control, hang together. Holm's test is the sharper of the two: an arm may
 * differ by its p value while its interval still touches 0.
 *
 * O. J. Dunn, "Multiple comparisons among means", Journal of the American Statistical Association 56
 * (1961), 52–64; Holm as in `holm`.
 */
export function againstControl(
  control: Proportion,
  arms: readonly Proportion[],
  level = 0.95,
): ArmDifference[] {
  const each = 1 - (1 - level) / arms.length;
  const raw = arms.map((arm) => twoProportionPValue(arm, control));
  const tested = raw.filter((p) => p !== null);
  const adjusted = holm(tested).values();
  return arms.map((arm, i) => ({
    difference: newcombeDifference(arm, control, each),
    pValue: raw[i] === null ? null : (adjusted.next().value ?? null),
  }));
}
