import type { Sql } from '#libs/platform';
import type { CampaignHead, Goal, Run, TriggerSpan } from './campaign-facts.js';

export interface Head {
  campaign: CampaignHead;
  goal: Goal | null;
  runs: Run[];
  trigger: TriggerSpan | null;
}

/** @returns null when there is no such campaign */
export async function readHead(sql: Sql, campaignId: string): Promise<Head | null> {
  const [row] = await sql.query<CampaignHead & { definition: unknown }>(
    `SELECT id, name, channel, state, started_at AS startedAt, finished_at AS finishedAt, definition
     FROM campaign WHERE id = ?`,
    [campaignId],
  );
  if (row === undefined) return null;
  const { definition: draft, ...campaign } = row;
  const runs = await sql.query<Run & { definition: unknown }>(
    `SELECT r.occurrence, r.instant, v.definition
     FROM campaign_run r LEFT JOIN campaign_version v ON v.id = r.version_id
     WHERE r.campaign_id = ? ORDER BY r.occurrence`,
    [campaignId],
  );
  const [trigger] = await sql.query<TriggerSpan & { definition: unknown }>(
    `SELECT t.started_at AS startedAt, t.ended_at AS endedAt, v.definition,
       (SELECT MAX(d.planned_at) FROM delivery d WHERE d.campaign_id = t.campaign_id) AS lastAt
     FROM campaign_trigger t JOIN campaign c ON c.id = t.campaign_id
     LEFT JOIN campaign_version v ON v.id = c.version_id
     WHERE t.campaign_id = ?`,
    [campaignId],
  );
  return {
    campaign,
    // What ran is what was approved last; the draft may have moved on.
    goal: goalOf(runs.at(-1)?.definition ?? trigger?.definition ?? draft),
    trigger: trigger ? spanOf(trigger) : null,
    runs: runs.map(({ occurrence, instant }) => ({ occurrence: Number(occurrence), instant })),
  };
}

const spanOf = ({ startedAt, endedAt, lastAt }: TriggerSpan): TriggerSpan => ({
  startedAt,
  endedAt,
  lastAt,
});

function goalOf(stored: unknown): Goal | null {
  // MariaDB's JSON arrives parsed, unless the server says it is text.
  const definition: unknown = typeof stored === 'string' ? JSON.parse(stored) : stored;
  const goal = (definition as { goal?: Partial<Goal> | null } | null)?.goal;
  if (typeof goal?.event !== 'string' || !(Number(goal.windowHours) > 0)) return null;
  return { event: goal.event, windowHours: Number(goal.windowHours) };
}
