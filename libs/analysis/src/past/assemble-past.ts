import {
  sampleRatioMismatch,
  twoProportionPValue,
  waldDifference,
  welchDifference,
  welchPValue,
  wilsonInterval,
} from '../statistics/index.js';
import type { Text } from '../report/figures.js';
import { armsOf, comparisonsOf, proportionOf, sampleOf } from './compare.js';
import { heterogeneityOf } from './heterogeneity.js';
import type { PastCampaign, PastLayout } from './past-campaign.js';
import type { PastArm, PastComparison, PastReport } from './past-report.js';
import { adviceOf } from './past-verdict.js';
import type { ArmSums, PastTally } from './tally.js';

/** The report; the same sums always give the same. */
export function pastReportOf(campaign: PastCampaign, tally: PastTally): PastReport {
  const { id, name, ranOn, layout } = campaign;
  const arms = [layout.control, ...armsOf(layout, tally.arms)].map((arm) =>
    armOf(arm, layout, tally.arms),
  );
  const comparisons = comparisonsOf(layout, tally.arms);
  const sizes = arms.map(({ people }) => people);
  return {
    id,
    name,
    ranOn,
    people: sizes.reduce((a, b) => a + b, 0),
    control: layout.control,
    equalShares: {
      pValue:
        sampleRatioMismatch(
          sizes,
          sizes.map(() => 1),
        )?.pValue ?? 1,
    },
    arms,
    comparisons,
    heterogeneity: heterogeneityOf(layout, tally),
    verdict: adviceFrom(layout, tally.arms, comparisons),
  };
}

function armOf(arm: string, { outcomes }: PastLayout, arms: ArmSums): PastArm {
  const sums = arms[arm]!;
  return {
    arm,
    people: sums[0]!.of,
    figures: outcomes.map(({ column, kind }, n) => ({
      outcome: column,
      total: sums[n]!.y,
      mean: sums[n]!.y / sums[n]!.of,
      interval: kind === 'yes_no' ? wilsonInterval(proportionOf(sums[n]!)) : null,
    })),
  };
}

/** By the first outcome: the group that raised it most, and whether it beats the next one. */
function adviceFrom(
  layout: PastLayout,
  arms: ArmSums,
  comparisons: readonly PastComparison[],
): Text {
  const outcome = layout.outcomes[0]!;
  const raised = comparisons
    .filter((each) => each.outcome === outcome.column && each.verdict.kind === 'raised')
    .sort((a, b) => b.difference!.estimate - a.difference!.estimate);
  const [best, next] = raised;
  if (!best) return adviceOf(outcome, null, null);
  const winner = { arm: best.arm, difference: best.difference! };
  if (!next) return adviceOf(outcome, winner, null);
  const [first, second] = [arms[best.arm]![0]!, arms[next.arm]![0]!];
  const share = outcome.kind === 'yes_no';
  const difference = share
    ? waldDifference(proportionOf(first), proportionOf(second))
    : welchDifference(sampleOf(first), sampleOf(second));
  const pValue = share
    ? twoProportionPValue(proportionOf(first), proportionOf(second))
    : welchPValue(sampleOf(first), sampleOf(second));
  const rival = difference && pValue !== null ? { arm: next.arm, difference, pValue } : null;
  return adviceOf(outcome, winner, rival);
}
