import type { Dimension, MetricKind } from './metric.js';

/** By what a metric gives its scores; every other metric has one without cuts. */
export interface Scale {
  id: number;
  kind: MetricKind;
  nameId: number;
  currency: string | null;
  /** Events after it are compared; null while the population has never been cut. */
  from: Date | null;
  cuts: readonly Cut[];
}

/** Whoever exceeds the bound has at least this score. */
export interface Cut {
  dimension: Dimension;
  /** 2 to 5. */
  score: number;
  bound: number;
}
