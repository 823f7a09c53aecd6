import type { Interval } from '../statistics/index.js';
import type { Revenue, Text } from './figures.js';

/** One arm: everybody who was assigned to it, whatever became of his message. */
export interface ArmFigures {
  assigned: number;
  converted: number;
  /** converted ÷ assigned; null for an empty arm. */
  rate: number | null;
  /** Wilson's 95 % interval of the rate. */
  interval: Interval | null;
  revenue: Revenue[];
}

/** treated − held out, in shares (0.01 is one percentage point). */
export interface ConversionLift extends Interval {
  estimate: number;
  level: number;
  /** `newcombe_hybrid_score`: Newcombe 1998, method 10. */
  method: 'newcombe_hybrid_score';
  /** Two-sided, two-proportion z test; null when nobody or everybody converted. */
  pValue: number | null;
}

/** treated − held out, revenue per assigned person, those who spent nothing included. */
export interface RevenueLift extends Interval {
  /** The most frequent one among the goal's events; other currencies are left out here. */
  currency: string;
  treatedMean: number;
  heldOutMean: number;
  estimate: number;
  level: number;
  method: 'welch';
}

export type VerdictKind =
  'not_started' | 'no_goal' | 'no_comparison' | 'no_difference' | 'raised' | 'lowered';

/** The sentence to read first. */
export interface Verdict {
  kind: VerdictKind;
  text: Text;
}

/** Treated against held out, by intention to treat, both watched from the same instant. */
export interface Experiment {
  window: {
    hours: number | null;
    /** The window of every run is over. Before, the figures still move. */
    complete: boolean;
    definition: Text;
  };
  treated: ArmFigures;
  heldOut: ArmFigures;
  /** Null without a goal or with an empty arm. */
  conversion: ConversionLift | null;
  /** Null without revenue or with fewer than two persons in an arm. */
  revenuePerPerson: RevenueLift | null;
  verdict: Verdict;
}
