import type { Sql } from '#libs/platform';
import type { LedgerCount } from './campaign-facts.js';
import { type Counted, joinBounced, quarterFrom, quarterOf } from './sql.js';

export async function countAudience(sql: Sql, campaignId: string): Promise<number> {
  const [row] = await sql.query<{ audience: string }>(
    'SELECT COUNT(*) AS audience FROM delivery WHERE campaign_id = ?',
    [campaignId],
  );
  return Number(row?.audience ?? 0);
}

/** One pass over the campaign's rows of the ledger. Only the first step assigns to arms. */
export async function countLedger(sql: Sql, campaignId: string): Promise<LedgerCount[]> {
  const rows = await sql.query<Counted<LedgerCount>>(
    `SELECT d.state, d.reason, IF(d.step = 0, d.arm, NULL) AS arm, b.delivery_id IS NOT NULL AS bounced,
       IF(d.state = 'accepted', ${quarterOf('d.finished_at')}, NULL) AS quarter,
       COUNT(*) AS deliveries, SUM(d.uncertain_at IS NOT NULL) AS everUncertain
     FROM delivery d ${joinBounced}
     WHERE d.campaign_id = ?
     GROUP BY 1, 2, 3, 4, 5`,
    [campaignId, campaignId],
  );
  return rows.map((row) => ({
    ...row,
    bounced: Number(row.bounced) === 1,
    quarter: quarterFrom(row.quarter),
    deliveries: Number(row.deliveries),
    everUncertain: Number(row.everUncertain),
  }));
}
