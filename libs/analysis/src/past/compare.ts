import {
  cupedDifference,
  holm,
  meanLift,
  proportionLift,
  twoProportionPValue,
  waldDifference,
  welchDifference,
  welchPValue,
  type Estimate,
  type PairSums,
  type Sample,
} from '../statistics/index.js';
import type { PastLayout, PastOutcome } from './past-campaign.js';
import type { PastComparison } from './past-report.js';
import { sentenceOf } from './past-verdict.js';
import type { ArmSums } from './tally.js';

/** Of yes and no as of any other number: y is 1 for yes. */
export const proportionOf = ({ of, y }: PairSums) => ({ count: y, of });

export function sampleOf({ of, y, yy }: PairSums): Sample {
  if (of === 0) return { of, mean: 0, variance: 0 };
  return { of, mean: y / of, variance: of < 2 ? 0 : Math.max(0, yy - (y * y) / of) / (of - 1) };
}

const scaled = ({ estimate, low, high }: Estimate, by: number): Estimate => ({
  estimate: estimate * by,
  low: low * by,
  high: high * by,
});

interface Measured {
  difference: Estimate | null;
  pValue: number | null;
  lift: Estimate | null;
}

function measure(kind: PastOutcome['kind'], arm: PairSums, control: PairSums): Measured {
  if (kind === 'yes_no') {
    const [first, second] = [proportionOf(arm), proportionOf(control)];
    return {
      difference: waldDifference(first, second),
      pValue: twoProportionPValue(first, second),
      lift: proportionLift(first, second),
    };
  }
  const [first, second] = [sampleOf(arm), sampleOf(control)];
  return {
    difference: welchDifference(first, second),
    pValue: welchPValue(first, second),
    lift: meanLift(first, second),
  };
}

/** Each group of the campaign against its control, by each outcome. */
export function comparisonsOf(layout: PastLayout, arms: ArmSums): PastComparison[] {
  const control = arms[layout.control]!;
  const pairs = armsOf(layout, arms).flatMap((arm) =>
    layout.outcomes.map((outcome, n) => ({ arm, outcome, own: arms[arm]![n]!, base: control[n]! })),
  );
  const measured = pairs.map(({ outcome, own, base }) => measure(outcome.kind, own, base));
  const adjusted = holm(measured.flatMap(({ pValue }) => pValue ?? [])).values();
  return pairs.map(({ arm, outcome, own, base }, i) => {
    const { difference, lift, pValue } = measured[i]!;
    const p = pValue === null ? null : (adjusted.next().value ?? null);
    return {
      arm,
      outcome: outcome.column,
      kind: outcome.kind,
      currency: outcome.currency,
      difference,
      method: outcome.kind === 'yes_no' ? 'wald' : 'welch',
      pValue: p,
      lift,
      incremental: difference && scaled(difference, own.of),
      adjusted: layout.before === null ? null : cupedDifference(own, base),
      verdict: sentenceOf(arm, outcome, difference, p),
    };
  });
}

/** The groups that are compared with the control, by name. */
export const armsOf = ({ control }: PastLayout, arms: ArmSums): string[] =>
  Object.keys(arms)
    .filter((arm) => arm !== control)
    .sort();
