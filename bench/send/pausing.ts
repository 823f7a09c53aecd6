import { setTimeout as sleep } from 'node:timers/promises';
import { mailingOf } from './round.js';
import type { Shop } from './shop.js';

/** Pauses a campaign in the middle. @returns intents written after the answer */
export async function intentsAfterPause(shop: Shop): Promise<number> {
  const campaign = await shop.launch();
  await shop.until(
    `SELECT 1 FROM delivery WHERE mailing_id = ${mailingOf} AND state = 'accepted' LIMIT 5000, 1`,
    campaign,
  );
  await shop.api.post(`/v1/campaigns/${campaign}/pause`, {});
  const [row] = await shop.rows('SELECT NOW(3) AS now');
  await sleep(3000);
  const count = await shop.number(
    'SELECT COUNT(*) FROM delivery WHERE campaign_id = ? AND intent_at > ?',
    [campaign, row!.now],
  );
  await shop.api.post(`/v1/campaigns/${campaign}/cancel`, {});
  return count;
}
