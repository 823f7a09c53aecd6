import type { NamedNote } from '#libs/competitors';
import type { CampaignFacts } from '../facts/campaign-facts.js';
import { beginOf, windowEnd } from '../facts/window.js';
import { accountOf } from './account.js';
import type { CampaignReport } from './campaign-report.js';
import { dailyOf } from './daily.js';
import { experimentOf } from './experiment.js';
import { funnelOf } from './funnel.js';
import { noteFigure, weeksOf } from './weeks.js';

/** The report, from what was read; the same facts always give the same report. */
export function assemble(
  facts: CampaignFacts,
  notes: readonly NamedNote[],
  now: Date,
  timeZone: string,
): CampaignReport {
  const { campaign, goal, runs } = facts;
  const weeks = weeksOf(facts, now, timeZone);
  return {
    campaign: {
      ...campaign,
      startedAt: campaign.startedAt?.toISOString() ?? null,
      finishedAt: campaign.finishedAt?.toISOString() ?? null,
    },
    generatedAt: now.toISOString(),
    timeZone,
    started: beginOf(facts) !== null,
    goal,
    runs: runs.map((run) => ({
      occurrence: run.occurrence,
      instant: run.instant.toISOString(),
      windowEndsAt: goal && windowEnd(run, goal).toISOString(),
    })),
    ...accountOf(facts),
    ...funnelOf(facts),
    experiment: experimentOf(facts, now),
    competitors: {
      from: weeks?.from ?? null,
      to: weeks?.to ?? null,
      notes: notes.map(noteFigure),
    },
    daily: dailyOf(facts, timeZone),
  };
}
