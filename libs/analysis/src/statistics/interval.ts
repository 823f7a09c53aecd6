/** A confidence interval: both ends belong to it. */
export interface Interval {
  low: number;
  high: number;
}

/** An estimate with its confidence interval. */
export interface Estimate extends Interval {
  estimate: number;
}
