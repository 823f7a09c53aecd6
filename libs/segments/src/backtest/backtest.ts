import type { JsonObject, Transitions } from '#libs/kernel';
import type { Tally } from './tally.js';

export type BacktestState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

/** Which moves a backtest may make; nothing else changes its state. */
export const backtestTransitions: Transitions<BacktestState> = {
  queued: ['running', 'cancelled'],
  running: ['running', 'done', 'failed', 'cancelled'],
  done: [],
  failed: [],
  cancelled: [],
};

/** The longest past that can be looked at. */
export const maxBacktestDays = 90;

/** What is asked for. */
export interface BacktestInput {
  /** Raw JSON. */
  rule: unknown;
  /** Calendar days of the organisation; today, as far as it has come, is the last of them. */
  days: number;
  /** Which share of the contacts is looked at, by a hash of the id: above 0, at most 1. */
  share: number;
}

/** A rule tried out on the past. */
export interface Backtest extends Omit<BacktestInput, 'rule'> {
  id: string;
  /** With every segment that it refers to put in: later edits do not change it. */
  rule: JsonObject;
  state: BacktestState;
  from: Date;
  to: Date;
  /** Everybody at the beginning, with the highest id. */
  contacts: number;
  lastContact: string;
  /** Through which id it has come, and how many of them it has looked at. */
  doneThrough: string;
  looked: number;
  /** As far as it has come. */
  result: Tally;
  errorCode: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}
