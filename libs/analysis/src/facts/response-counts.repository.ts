import type { Sql } from '#libs/platform';
import type { ResponseCount } from './campaign-facts.js';
import { type Counted, isDelivered, joinBounced, quarterFrom, quarterOf } from './sql.js';

/** Responses first taken together by delivery, so that nobody counts twice. */
export async function countResponses(sql: Sql, campaignId: string): Promise<ResponseCount[]> {
  const rows = await sql.query<Counted<ResponseCount>>(
    `SELECT t.kind, t.delivered, t.state, ${quarterOf('t.first_by_person')} AS quarter,
       COUNT(*) AS deliveries, SUM(t.people > 0) AS byPeople, SUM(t.machines > 0) AS byMachines,
       SUM(t.people) AS peopleTotal, SUM(t.machines) AS machineTotal
     FROM (
       SELECT r.kind, MAX(${isDelivered}) AS delivered, MAX(d.state) AS state,
         -- Opens and clicks are a person's act; of the other kinds any counts.
         MIN(IF(r.actor = 'person' OR r.kind NOT IN ('open', 'click'), r.occurred_at, NULL))
           AS first_by_person,
         SUM(r.actor = 'person') AS people, SUM(r.actor = 'machine') AS machines
       FROM response r JOIN delivery d ON d.id = r.delivery_id ${joinBounced}
       WHERE r.campaign_id = ?
       GROUP BY r.kind, r.delivery_id
     ) t
     GROUP BY 1, 2, 3, 4`,
    [campaignId, campaignId],
  );
  return rows.map((row) => ({
    kind: row.kind,
    delivered: Number(row.delivered) === 1,
    state: row.state,
    quarter: quarterFrom(row.quarter),
    deliveries: Number(row.deliveries),
    byPeople: Number(row.byPeople),
    byMachines: Number(row.byMachines),
    peopleTotal: Number(row.peopleTotal),
    machineTotal: Number(row.machineTotal),
  }));
}
