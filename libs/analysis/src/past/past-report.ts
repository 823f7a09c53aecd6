import type { Text } from '../report/figures.js';
import type { CupedDifference, Estimate, Interval } from '../statistics/index.js';

/** What a group of people did, by one outcome. */
export interface PastFigure {
  outcome: string;
  /** Those who did it, or the sum over all. */
  total: number;
  /** total ÷ people: a share, or the mean of all, those with 0 included. */
  mean: number;
  /** 95 %, Wilson's, of a share; null of a mean. */
  interval: Interval | null;
}

/** Everybody who was assigned to a group. */
export interface PastArm {
  arm: string;
  people: number;
  figures: PastFigure[];
}

/** One group against the control, by one outcome; shares, or units of the outcome a person. */
export interface PastComparison {
  arm: string;
  outcome: string;
  kind: 'yes_no' | 'number';
  currency: string | null;
  /** arm − control, 95 %; null where there is nothing to compare. */
  difference: Estimate | null;
  /** As R's prop.test(correct = FALSE), or Welch's, as its t.test. */
  method: 'wald' | 'welch';
  /** Two-sided, by Holm for all groups and outcomes of the campaign. */
  pValue: number | null;
  /** The difference as a share of the control's: 0.1 is a tenth more. */
  lift: Estimate | null;
  /** What all of the group did more than they would have without: difference × people. */
  incremental: Estimate | null;
  /** The difference without what was known before, where the layout names it; usually narrower. */
  adjusted: CupedDifference | null;
  verdict: PastVerdict;
}

export interface PastVerdict {
  kind: 'raised' | 'lowered' | 'no_difference' | 'no_comparison';
  text: Text;
}

/** What the campaign did to those who were alike before it. */
export interface PastSegment {
  value: string;
  people: number;
  difference: Estimate | null;
  /** By Benjamini and Hochberg, for all values of the column. */
  pValue: number | null;
}

/** Whether a group of the campaign did more for some than for others, by the first outcome. */
export interface PastHeterogeneity {
  arm: string;
  column: string;
  /** Cochran's Q that the effects are one and the same, by Holm for all columns and groups. */
  pValue: number | null;
  segments: PastSegment[];
  text: Text;
}

/** What a campaign changed that was not sent from here. */
export interface PastReport {
  id: string;
  name: string;
  ranOn: string | null;
  people: number;
  control: string;
  /** χ² that the groups are equally large by chance; below 0.001 something was wrong with the sharing out. */
  equalShares: { pValue: number };
  /** The control first, then in the order of their names. */
  arms: PastArm[];
  comparisons: PastComparison[];
  heterogeneity: PastHeterogeneity[];
  /** What to do. */
  verdict: Text;
}
