import { setTimeout as sleep } from 'node:timers/promises';
import { mailingOf } from './round.js';
import type { Shop } from './shop.js';

const event = 'password reset requested';
const count = 300;
const everyMs = 60;

/**
 * Password mails while a broadcast runs: from the call of the API until the ledger has it that the mail
 * server took the message, milliseconds, p50 and p99.
 */
export async function transactional(shop: Shop): Promise<{ p50: number; p99: number }> {
  const { api, templateId, senderId } = shop;
  const { key } = await api.post<{ key: string }>('/v1/api-keys', {
    name: 'password',
    scopes: ['events:write'],
  });
  const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
  const { id } = await api.post<{ id: string }>('/v1/campaigns', {
    name: 'Password',
    channel: 'email',
    definition: { templateId, senderId, purpose: 'transactional', trigger: { on: 'event', event } },
  });
  for (const step of ['submit', 'approve', 'schedule'])
    await api.post(`/v1/campaigns/${id}/${step}`);
  await shop.until(`SELECT 1 FROM campaign WHERE id = ? AND state = 'running'`, id);
  await shop.rows(`UPDATE contact SET external_id = CONCAT('c', id) WHERE id <= ?`, [count]);

  const bulk = await shop.launch();
  await shop.until(
    `SELECT 1 FROM delivery WHERE mailing_id = ${mailingOf} AND state = 'accepted' LIMIT 2000, 1`,
    bulk,
  );
  const asked = new Map<number, number>();
  for (let n = 1; n <= count; n += 1) {
    asked.set(n, Date.now());
    const answer = await fetch(`${api.url}/v1/track`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ userId: `c${n}`, event, messageId: `password-${n}` }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    await sleep(Math.max(0, asked.get(n)! + everyMs - Date.now()));
  }
  const done = `SELECT contact_id, UNIX_TIMESTAMP(finished_at) * 1000 AS at FROM delivery
    WHERE campaign_id = ? AND state = 'accepted'`;
  let rows = await shop.rows(done, [id]);
  for (let n = 0; n < 600 && rows.length < count; n += 1) {
    await sleep(100);
    rows = await shop.rows(done, [id]);
  }
  if (rows.length < count) throw new Error(`${rows.length} of ${count} password mails arrived.`);
  const open = `SELECT 1 FROM delivery WHERE mailing_id = ${mailingOf} AND state = 'planned' LIMIT 1`;
  if (!(await shop.number(open, [bulk]))) throw new Error('The broadcast ended too early.');
  await api.post(`/v1/campaigns/${bulk}/cancel`, {});
  const times = rows.map((row) => Number(row.at) - asked.get(Number(row.contact_id))!);
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.floor(times.length * share)]!);
  return { p50: at(0.5), p99: at(0.99) };
}
