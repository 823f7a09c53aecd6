import { defineJob } from '#libs/kernel';

/** Walks through the past of one chunk of contacts after the other. */
export const backtestRun = defineJob<{ backtestId: string }>('segments.backtest', {
  concurrency: 1,
});

export const backtestJobs = [backtestRun];
