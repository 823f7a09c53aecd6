import {
  benjaminiHochberg,
  cochranQ,
  holm,
  twoProportionPValue,
  waldDifference,
  welchDifference,
  welchPValue,
  type Effect,
  type Estimate,
  type PairSums,
} from '../statistics/index.js';
import type { Text } from '../report/figures.js';
import { armsOf, proportionOf, sampleOf } from './compare.js';
import type { PastLayout, PastOutcome } from './past-campaign.js';
import type { PastHeterogeneity, PastSegment } from './past-report.js';
import { alpha, amountOf } from './past-verdict.js';
import type { ArmSums, PastTally } from './tally.js';

const nobody: PairSums = { of: 0, x: 0, y: 0, xx: 0, xy: 0, yy: 0 };

interface Effects {
  segments: PastSegment[];
  /** Those whose precision is known. */
  effects: Effect[];
}

function differenceOf(
  kind: PastOutcome['kind'],
  own: PairSums,
  base: PairSums,
): { difference: Estimate | null; pValue: number | null; error: number } {
  const [a, b] = [sampleOf(own), sampleOf(base)];
  if (kind === 'number')
    return {
      difference: welchDifference(a, b),
      pValue: welchPValue(a, b),
      error: Math.sqrt(a.variance / a.of + b.variance / b.of),
    };
  const [first, second] = [proportionOf(own), proportionOf(base)];
  const share = ({ count, of }: typeof first) => ((count / of) * (1 - count / of)) / of;
  return {
    difference: waldDifference(first, second),
    pValue: twoProportionPValue(first, second),
    error: Math.sqrt(share(first) + share(second)),
  };
}

/** The effect of one group of the campaign on the first outcome, for each value of a column. */
function effectsOf(
  layout: PastLayout,
  arm: string,
  values: Readonly<Record<string, ArmSums>>,
): Effects {
  const { kind } = layout.outcomes[0]!;
  const found = Object.entries(values).map(([value, arms]) => {
    const own = arms[arm]?.[0] ?? nobody;
    const base = arms[layout.control]?.[0] ?? nobody;
    return { value, people: own.of + base.of, ...differenceOf(kind, own, base) };
  });
  const adjusted = benjaminiHochberg(found.flatMap(({ pValue }) => pValue ?? [])).values();
  return {
    segments: found.map(({ value, people, difference, pValue }) => ({
      value,
      people,
      difference,
      pValue: pValue === null ? null : (adjusted.next().value ?? null),
    })),
    effects: found.flatMap(({ difference, error }) =>
      difference && error > 0 ? { estimate: difference.estimate, standardError: error } : [],
    ),
  };
}

/** For whom each group of the campaign did more: every column that was known beforehand. */
export function heterogeneityOf(layout: PastLayout, tally: PastTally): PastHeterogeneity[] {
  const looks = armsOf(layout, tally.arms).flatMap((arm) =>
    layout.groups.map((column) => {
      const { segments, effects } = effectsOf(layout, arm, tally.groups[column] ?? {});
      return { arm, column, segments, test: cochranQ(effects) };
    }),
  );
  const adjusted = holm(looks.flatMap(({ test }) => test?.pValue ?? [])).values();
  return looks.map(({ test, segments, ...look }) => {
    const pValue = test === null ? null : (adjusted.next().value ?? null);
    return { ...look, pValue, segments, text: said(layout.outcomes[0]!, look, segments, pValue) };
  });
}

function said(
  { kind, column: outcome }: PastOutcome,
  { arm, column }: { arm: string; column: string },
  segments: readonly PastSegment[],
  pValue: number | null,
): Text {
  if (pValue === null || pValue > alpha)
    return {
      en: `${arm}: no sign that it did more for some ${column} than for others.`,
      th: `${arm}: ไม่พบว่าผลต่างกันตาม ${column}`,
    };
  const known = segments.filter((each) => each.difference !== null);
  known.sort((a, b) => b.difference!.estimate - a.difference!.estimate);
  const [most, least] = [known[0]!, known.at(-1)!];
  const say = (segment: PastSegment): string => amountOf(segment.difference!.estimate, kind);
  return {
    en: `${arm}: its effect on ${outcome} depends on ${column}: most with ${most.value} (${say(most)}), least with ${least.value} (${say(least)}).`,
    th: `${arm}: ผลต่อ ${outcome} ต่างกันตาม ${column}: มากที่สุดคือ ${most.value} (${say(most)}) น้อยที่สุดคือ ${least.value} (${say(least)})`,
  };
}
