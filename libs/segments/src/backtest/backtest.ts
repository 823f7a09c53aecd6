import type { JsonObject, Transitions } from '#libs/kernel';
import type { Tally } from './tally.js';

/** What is tried out: a rule, or what starts a campaign for one contact. */
export type BacktestKind = 'rule' | 'trigger';

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

/** Over what past. */
export interface BacktestSpan {
  /** Calendar days of the organisation; today, as far as it has come, is the last of them. */
  days: number;
  /** Which share of the contacts is looked at, by a hash of the id: above 0, at most 1. */
  share: number;
}

/** What is asked for. */
export interface BacktestInput extends BacktestSpan {
  /** Raw JSON. */
  rule: unknown;
}

/** Something tried out on the past. */
export interface Backtest<Asked = JsonObject, Found = Tally> extends BacktestSpan {
  id: string;
  /** With every segment that it refers to put in: later edits do not change it. */
  asked: Asked;
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
  result: Found;
  errorCode: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

/** From 0 to 1. */
const progressOf = ({
  state,
  doneThrough,
  lastContact,
}: Pick<Backtest, 'state' | 'doneThrough' | 'lastContact'>): number =>
  state === 'done' ? 1 : Number(doneThrough) / Math.max(1, Number(lastContact));

/** By how much a sample is scaled up once it is whole; until then it is shown as it was found. */
const scaleOf = ({
  state,
  share,
  looked,
  contacts,
}: Pick<Backtest, 'state' | 'share' | 'looked' | 'contacts'>): number =>
  state === 'done' && share < 1 && looked > 0 ? contacts / looked : 1;

/** How far a backtest has come, as people read it. */
export interface ShownProgress {
  id: string;
  state: BacktestState;
  /** 0 to 1. */
  progress: number;
  errorCode: string | null;
  from: Date;
  to: Date;
  share: number;
  looked: number;
  /** All figures that are shown are what was found, times this. */
  scaledBy: number;
}

export function shownProgress(backtest: Backtest<unknown, unknown>): ShownProgress {
  const { id, state, errorCode, from, to, share, looked } = backtest;
  const [progress, scaledBy] = [progressOf(backtest), scaleOf(backtest)];
  return { id, state, progress, errorCode, from, to, share, looked, scaledBy };
}
