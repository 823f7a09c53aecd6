import type { CampaignFacts, Goal, Run } from './campaign-facts.js';

const hour = 3_600_000;

/** The last instant at which an event still counts for the run. */
export const windowEnd = (run: Pick<Run, 'instant'>, goal: Goal): Date =>
  new Date(run.instant.getTime() + goal.windowHours * hour);

/** When the campaign began to work; null before. */
export const beginOf = ({ runs, trigger }: Pick<CampaignFacts, 'runs' | 'trigger'>): Date | null =>
  runs[0]?.instant ?? trigger?.startedAt ?? null;

/** The instant from which the last goal window is counted; null while more may follow. */
export function lastWatched({
  runs,
  trigger,
}: Pick<CampaignFacts, 'runs' | 'trigger'>): Date | null {
  if (!trigger) return runs.at(-1)?.instant ?? null;
  return trigger.endedAt && (trigger.lastAt ?? trigger.startedAt);
}
