/**
 * What one customer's purchases, or those of several alike, come to. Purchases on one day are one.
 * Times are in one unit throughout, such as weeks, and counted from the customer's first purchase.
 */
export interface PurchaseSummary {
  /** Repeat purchases: all but the first. */
  repeats: number;
  /** When the last repeat purchase was; 0 without one. */
  last: number;
  /** For how long the customer has been watched, at least `last`. */
  watched: number;
  /** How many customers have these figures; 1 when left out. */
  customers?: number;
}
