import type { Goal, Run } from './campaign-facts.js';

const hour = 3_600_000;

/** The last instant at which an event still counts for the run. */
export const windowEnd = (run: Run, goal: Goal): Date =>
  new Date(run.instant.getTime() + goal.windowHours * hour);
