import { proportionLift } from '../difference/lift.js';
import { newcombeDifference, type Proportion } from '../difference/proportion.js';
import type { Estimate } from '../interval.js';
import { conversionsNeeded, type ConversionPlan } from '../planning/conversions.js';
import { sampleRatioMismatch } from '../planning/mismatch.js';
import { anytimeLevel } from '../sequential/anytime.js';

/** How an experiment stands today. Both groups are watched alike. */
export interface Standing {
  treated: Proportion;
  control: Proportion;
  /** Days since the first assignment, above 0; a part of a day counts as that part. */
  days: number;
}

/**
 * What an experiment says so far, as data; the words are the report's.
 *
 * - `mismatch`: the groups are not as large as planned; nothing else may be believed.
 * - `better`, `worse`: the treated converted more, or less, whenever one looked.
 * - `equivalent`: whatever the difference is, it is smaller than the planned lift, either way.
 * - `no_difference_yet`: none of these, and `daysMore` until there is enough.
 * - `inconclusive`: none of these though there is enough: the lift is likely smaller than planned.
 * - `no_comparison`: a group is empty.
 */
export type ExperimentVerdict =
  | { kind: 'mismatch'; pValue: number }
  | { kind: 'no_comparison' }
  | ({ kind: 'no_difference_yet'; daysMore: number | null } & Measured)
  | ({ kind: 'better' | 'worse' | 'equivalent' | 'inconclusive' } & Measured);

/** The figures behind a verdict. */
export interface Measured {
  /** treated − control, in shares; the interval holds at all looks together with the plan's level. */
  difference: Estimate;
  /** treated/control − 1, likewise; null while one of the groups has no conversion. */
  lift: Estimate | null;
  /** Conversions so far ÷ conversions needed: above 1 there is enough. */
  progress: number;
}

/**
 * The verdict on an experiment at any look; it may be asked for as often as one likes (`anytimeLevel`),
 * with one plan. `daysMore` supposes that conversions go on coming at the pace so far; null while there
 * were none.
 */
export function experimentVerdict(
  { treated, control, days }: Standing,
  plan: ConversionPlan,
): ExperimentVerdict {
  const shares = [plan.treatedShare, 1 - plan.treatedShare];
  const ratio = sampleRatioMismatch([treated.of, control.of], shares);
  if (ratio?.mismatch) return { kind: 'mismatch', pValue: ratio.pValue };
  const needed = conversionsNeeded(plan);
  const conversions = treated.count + control.count;
  const level = anytimeLevel(conversions / needed, plan.level);
  const difference = newcombeDifference(treated, control, level);
  if (difference === null) return { kind: 'no_comparison' };
  const lift = proportionLift(treated, control, level);
  const measured = { difference, lift, progress: conversions / needed };
  if (difference.low > 0) return { kind: 'better', ...measured };
  if (difference.high < 0) return { kind: 'worse', ...measured };
  if (lift && isWithin(lift, plan.lift)) return { kind: 'equivalent', ...measured };
  if (conversions >= needed) return { kind: 'inconclusive', ...measured };
  const daysMore =
    conversions === 0 ? null : Math.ceil((needed - conversions) / (conversions / days));
  return { kind: 'no_difference_yet', daysMore, ...measured };
}

/** The ratio lies between 1 + lift and its inverse, whichever of them is above 1. */
function isWithin(found: Estimate, lift: number): boolean {
  const most = Math.exp(Math.abs(Math.log1p(lift)));
  return 1 + found.low > 1 / most && 1 + found.high < most;
}
