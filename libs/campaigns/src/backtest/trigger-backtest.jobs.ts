import { defineJob } from '#libs/kernel';

/** Rehearses a trigger on the past of one chunk of contacts after the other. */
export const triggerBacktestRun = defineJob<{ backtestId: string }>('campaign.backtest', {
  concurrency: 1,
});

export const triggerBacktestLine = { kind: 'trigger', job: triggerBacktestRun } as const;
