import { DomainError } from '#libs/kernel';
import type { BacktestState } from './backtest.js';

export const backtestErrors = {
  notFound: () => new DomainError('backtest.not_found', 'not_found', 'There is no such backtest.'),

  tooMany: (most: number) =>
    new DomainError(
      'backtest.too_many',
      'conflict',
      `At most ${most} backtests wait or run at a time: wait for one, or cancel it.`,
    ),

  over: (state: BacktestState) =>
    new DomainError('backtest.state_conflict', 'conflict', `The backtest is ${state} already.`),
};
