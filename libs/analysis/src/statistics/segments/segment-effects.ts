import { benjaminiHochberg, holm } from '../difference/adjust.js';
import {
  newcombeDifference,
  twoProportionPValue,
  waldError,
  type Proportion,
} from '../difference/proportion.js';
import type { Estimate } from '../interval.js';
import { cochranQ, type Heterogeneity } from './cochran.js';

/** What an experiment did in one segment. Segments do not overlap. */
export interface SegmentArms {
  segment: string;
  treated: Proportion;
  control: Proportion;
}

/** The effect in one segment. */
export interface SegmentEffect {
  segment: string;
  /** treated − control; null when a group is empty. */
  difference: Estimate | null;
  /** Of this segment alone; null when there is nothing to test. */
  pValue: number | null;
  /** Adjusted for all segments: at most α means at most α for one or more false alarms (Holm). */
  holm: number | null;
  /** Adjusted for all segments: of those at most α, the share α are false alarms (Benjamini–Hochberg). */
  falseDiscovery: number | null;
}

/** For whom an experiment changed how much. */
export interface SegmentEffects {
  segments: SegmentEffect[];
  /**
   * Whether the effect differs from segment to segment at all. Look here first: while this says no, the
   * segments' effects are best taken as one. Null when fewer than two segments can be compared.
   */
  heterogeneity: Heterogeneity | null;
}

/**
 * An experiment's effect on a conversion in each of several segments, with p values adjusted for there
 * being many, and Cochran's test of whether the effects differ. Its weights are those of Wald's variance
 * p₁q₁/n₁ + p₂q₂/n₂; segments in which nobody or everybody converted have none, and are left out of it.
 * Segments must be chosen by what was known before the experiment.
 */
export function segmentEffects(arms: readonly SegmentArms[], level = 0.95): SegmentEffects {
  const raw = arms.map(({ treated, control }) => twoProportionPValue(treated, control));
  const tested = raw.filter((p) => p !== null);
  const [holmed, discovered] = [holm(tested).values(), benjaminiHochberg(tested).values()];
  const segments = arms.map(({ segment, treated, control }, i) => {
    const pValue = raw[i] ?? null;
    return {
      segment,
      difference: newcombeDifference(treated, control, level),
      pValue,
      holm: pValue === null ? null : (holmed.next().value ?? null),
      falseDiscovery: pValue === null ? null : (discovered.next().value ?? null),
    };
  });
  const effects = arms.flatMap(({ treated, control }) => {
    const standardError = waldError(treated, control);
    if (!(standardError > 0)) return [];
    return { estimate: treated.count / treated.of - control.count / control.of, standardError };
  });
  return { segments, heterogeneity: cochranQ(effects) };
}
