import type { Shop } from './shop.js';

/**
 * Seconds to plan a campaign to a million, a tenth of them held out, some suppressed and some without
 * consent. Its messages wait for an hour that is half a day away, so that none is sent meanwhile.
 */
export async function planMillion(shop: Shop): Promise<number> {
  await shop.grow(1_000_000);
  await shop.rows(
    `INSERT IGNORE INTO suppression (channel, address_hash, reason, source, created_at)
     SELECT 'email', email_hash, 'hard_bounce', 'bench', NOW(3) FROM contact WHERE id % 50 = 0`,
  );
  await shop.rows(
    `UPDATE consent_state SET granted = 0 WHERE channel = 'email' AND contact_id % 25 = 1`,
  );
  const localTime = new Date(Date.now() + 12 * 3_600_000).toISOString().slice(11, 16);
  const campaign = await shop.launch({ holdoutShare: 0.1, localTime });
  await shop.until(
    'SELECT 1 FROM campaign_run WHERE campaign_id = ? AND planned_at IS NOT NULL',
    campaign,
  );
  const seconds = await shop.number(
    `SELECT TIMESTAMPDIFF(MICROSECOND, c.started_at, r.planned_at) / 1e6
     FROM campaign c JOIN campaign_run r ON r.campaign_id = c.id WHERE c.id = ?`,
    [campaign],
  );
  await shop.api.post(`/v1/campaigns/${campaign}/cancel`, {});
  return Math.round(seconds * 10) / 10;
}
