import { defineJob } from '#libs/kernel';

/** Cuts the population into fifths anew and gives everybody their score. */
export const metricScore = defineJob<{ metricId: number }>('contacts.metric-score', {
  concurrency: 1,
});
