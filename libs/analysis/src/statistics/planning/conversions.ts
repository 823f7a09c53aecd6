import { anytimeMultiplier } from '../sequential/anytime.js';
import { normalQuantile } from '../special/normal.js';

/** What an experiment on a conversion is to find, fixed before it starts. */
export interface ConversionPlan {
  /** The smallest lift worth finding, as a share of the control's rate: 0.1 is 10 % more; above −1. */
  lift: number;
  /** The share of the treated among all assigned, between 0 and 1. */
  treatedShare: number;
  /** Confidence, such as 0.95. */
  level: number;
  /** Probability of finding that lift, such as 0.8. */
  power: number;
}

/**
 * How many conversions, in both groups together, are enough for the anytime-valid test to find the
 * planned lift with the planned power. With w the treated's share of the conversions under that lift:
 *
 *   X = (m + z(power))² / (ln(1 + lift)²·w(1 − w)),  w = s(1 + lift)/(s(1 + lift) + 1 − s)
 *
 * from the variance 1/(X·w) + 1/(X·(1 − w)) of the ratio's logarithm for rare conversions (Katz et al.
 * 1978, as in `proportionLift`; D. Schoenfeld, "Sample-size formula for the proportional-hazards
 * regression model", Biometrics 39 (1983), 499–503, counts events in the same way). Of conversions that
 * are not rare fewer are needed. No rate need be guessed, and it holds for people who join day by day as
 * well as for a mailing whose people convert in the course of weeks.
 */
export function conversionsNeeded({ lift, treatedShare, level, power }: ConversionPlan): number {
  if (!(lift > -1 && lift !== 0))
    throw new RangeError(`A lift above −1 that is not 0 is needed, not ${lift}.`);
  if (!(treatedShare > 0 && treatedShare < 1))
    throw new RangeError(`A share between 0 and 1 is needed, not ${treatedShare}.`);
  const treated = treatedShare * (1 + lift);
  const w = treated / (treated + 1 - treatedShare);
  const reach = anytimeMultiplier(1, level) + normalQuantile(power);
  return reach ** 2 / (Math.log1p(lift) ** 2 * w * (1 - w));
}
