import { DateTime } from 'luxon';
import type { NamedNote } from '#libs/competitors';
import type { CampaignFacts } from '../facts/campaign-facts.js';
import { beginOf, lastWatched, windowEnd } from '../facts/window.js';

/** What competitors did while the campaign worked. */
export interface CompetitorWeeks {
  /** Monday of the first week and Sunday of the last, `YYYY-MM-DD`; null before the start. */
  from: string | null;
  to: string | null;
  notes: NoteFigure[];
}

/** A competitor's move, as the report shows it. */
export interface NoteFigure {
  id: string;
  competitorId: string;
  competitor: string;
  kind: string;
  title: string;
  startsOn: string;
  endsOn: string | null;
  sourceUrl: string | null;
  sourceDate: string | null;
  confidence: string;
  impact: number;
  tags: string[];
  segmentId: string | null;
}

/**
 * The campaign's weeks, Monday to Sunday (ISO 8601): from the first run to the end of the last goal
 * window or, where there is no goal, to the campaign's end, or to now while it has none.
 */
export function weeksOf(
  facts: CampaignFacts,
  now: Date,
  zone: string,
): { from: string; to: string } | null {
  const { campaign, goal } = facts;
  const first = beginOf(facts);
  if (first === null) return null;
  const last = lastWatched(facts) ?? now;
  const end = goal === null ? (campaign.finishedAt ?? now) : windowEnd({ instant: last }, goal);
  const from = DateTime.fromJSDate(first, { zone }).startOf('week');
  const to = DateTime.fromJSDate(end < last ? last : end, { zone }).endOf('week');
  return { from: from.toFormat('yyyy-MM-dd'), to: to.toFormat('yyyy-MM-dd') };
}

export const noteFigure = (note: NamedNote): NoteFigure => ({
  id: note.id,
  competitorId: note.competitorId,
  competitor: note.competitorName,
  kind: note.kind,
  title: note.title,
  startsOn: note.startsOn,
  endsOn: note.endsOn,
  sourceUrl: note.sourceUrl,
  sourceDate: note.sourceDate,
  confidence: note.confidence,
  impact: note.impact,
  tags: note.tags,
  segmentId: note.segmentId,
});
