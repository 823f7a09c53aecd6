import type { Sql } from '#libs/platform';
import type { CampaignFacts, ConversionCount, Goal, RevenueSum } from './campaign-facts.js';
import { type Counted, isDelivered, joinBounced, quarterFrom, quarterOf } from './sql.js';
import { windowEnd } from './window.js';

/**
 * The goal's events of everybody who was assigned to an arm, whatever became of his message. Both
 * arms are watched from the run's instant: what happened at that very instant or before it chose the
 * audience, and does not count.
 *
 * Only the first step assigns. The dates are bound, not joined, so that the index by name and time
 * can be used.
 */
const eventsOfRun = `
  FROM event e
  JOIN delivery d ON d.campaign_id = ? AND d.step = 0 AND d.occurrence = ?
    AND d.contact_id = e.contact_id AND d.arm IS NOT NULL
  ${joinBounced}
  WHERE e.name_id = ? AND e.occurred_at > ? AND e.occurred_at <= ?`;

/**
 * Of a triggered campaign each delivery is watched from its own planning, held out or not. An event
 * counts for the last delivery before it, so that nothing counts twice.
 */
const eventsOfTrigger = `
  FROM delivery d
  JOIN event e ON e.contact_id = d.contact_id AND e.name_id = ? AND e.occurred_at > d.planned_at
    AND e.occurred_at <= d.planned_at + INTERVAL ? SECOND
  ${joinBounced}
  WHERE d.campaign_id = ? AND d.step = 0 AND d.arm IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM delivery n
    WHERE n.contact_id = d.contact_id AND n.campaign_id = d.campaign_id AND n.step = 0
      AND n.arm IS NOT NULL AND n.planned_at < e.occurred_at
      AND (n.planned_at > d.planned_at OR (n.planned_at = d.planned_at AND n.id > d.id)))`;

/** A FROM clause, and what it binds. */
interface GoalEvents {
  from: string;
  bound: readonly unknown[];
}

/** One for each run; none when nobody ever did such a thing. */
async function goalEvents(sql: Sql, campaignId: string, goal: Goal, head: Watched) {
  const [name] = await sql.query<{ id: string }>('SELECT id FROM event_name WHERE name = ?', [
    goal.event,
  ]);
  if (name === undefined) return [];
  const seconds = Math.round(goal.windowHours * 3600);
  const ofTrigger = { from: eventsOfTrigger, bound: [name.id, seconds, campaignId, campaignId] };
  if (head.trigger) return [ofTrigger];
  return head.runs.map((run): GoalEvents => ({
    from: eventsOfRun,
    bound: [campaignId, run.occurrence, campaignId, name.id, run.instant, windowEnd(run, goal)],
  }));
}

type Watched = Pick<CampaignFacts, 'runs' | 'trigger'>;

export async function countConversions(
  sql: Sql,
  campaignId: string,
  goal: Goal,
  head: Watched,
): Promise<ConversionCount[]> {
  const all: ConversionCount[] = [];
  for (const { from, bound } of await goalEvents(sql, campaignId, goal, head)) {
    const rows = await sql.query<Counted<ConversionCount>>(
      `SELECT t.arm, t.delivered, ${quarterOf('t.first')} AS quarter,
         COUNT(*) AS contacts, SUM(t.events) AS events
       FROM (
         SELECT MAX(d.arm) AS arm, MAX(${isDelivered}) AS delivered,
           MIN(e.occurred_at) AS first, COUNT(*) AS events
         ${from} GROUP BY d.id
       ) t
       GROUP BY 1, 2, 3`,
      bound,
    );
    for (const row of rows)
      all.push({
        arm: row.arm,
        delivered: Number(row.delivered) === 1,
        quarter: quarterFrom(row.quarter),
        contacts: Number(row.contacts),
        events: Number(row.events),
      });
  }
  return all;
}

export async function sumRevenues(
  sql: Sql,
  campaignId: string,
  goal: Goal,
  head: Watched,
): Promise<RevenueSum[]> {
  const all: RevenueSum[] = [];
  for (const { from, bound } of await goalEvents(sql, campaignId, goal, head)) {
    const rows = await sql.query<Counted<RevenueSum>>(
      `SELECT t.arm, t.delivered, t.currency, COUNT(*) AS contacts, SUM(t.events) AS events,
         SUM(t.amount) AS amount, SUM(t.amount * t.amount) AS squares
       FROM (
         SELECT MAX(d.arm) AS arm, MAX(${isDelivered}) AS delivered, e.currency,
           COUNT(*) AS events, SUM(e.value) AS amount
         ${from} AND e.value IS NOT NULL AND e.currency IS NOT NULL
         GROUP BY d.id, e.currency
       ) t
       GROUP BY 1, 2, 3`,
      bound,
    );
    for (const row of rows)
      all.push({
        ...row,
        delivered: Number(row.delivered) === 1,
        contacts: Number(row.contacts),
        events: Number(row.events),
      });
  }
  return all;
}
