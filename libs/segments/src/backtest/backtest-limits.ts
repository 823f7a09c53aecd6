/** Bounds that whoever runs the system may set. */
export interface BacktestLimits {
  /** Contacts whose past is loaded at a time. */
  chunk: number;
  /** Backtests that may wait or run at a time. */
  unfinished: number;
  /** Tries in a row without coming any further. */
  attempts: number;
}

export const BACKTEST_LIMITS = Symbol('BacktestLimits');

export const defaultBacktestLimits: BacktestLimits = { chunk: 1000, unfinished: 20, attempts: 5 };
