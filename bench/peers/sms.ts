import { setTimeout as sleep } from 'node:timers/promises';
import { PeersShop } from './shop.js';

/*
 * A text message to sixty numbers by smsc.pl, half of them in Thai; then what the ledger knows, by the
 * numbers' last digit. Run by `npm start -- --sample --run dist/bench/peers/sms.js`; see
 * docs/guides/peers.md.
 */

const shop = await PeersShop.open();
await shop.addPeople(
  'sms',
  Array.from({ length: 60 }, (_, i) => {
    const number = `66812345${String(i).padStart(3, '0')}`;
    return { externalId: number, address: `+${number}`, language: i % 20 < 10 ? 'en' : 'th' };
  }),
);
// Thai operators let no other name through.
const { items } = await shop.api.get<{ items: { id: string; channel: string }[] }>('/v1/senders');
const sender = items.find(({ channel }) => channel === 'sms')!;
await shop.api.put(`/v1/senders/${sender.id}/registration`, {
  with: 'NBTC',
  on: '2026-11-02',
  reference: 'PEERS-1',
});
await shop.send('sms', 'flash-sale-sms');
await sleep(10_000);
const found = await shop.rows(`SELECT RIGHT(c.phone, 1) AS digit, d.state, d.attempts,
    (SELECT GROUP_CONCAT(DISTINCT COALESCE(p.state, 'untold')) FROM sms_part p
      WHERE p.delivery_id = d.id) AS receipts, b.class, b.rule,
    s.reason AS suppressed, k.granted, COUNT(DISTINCT r.id) AS replies, COUNT(DISTINCT d.id) AS people
  FROM delivery d JOIN contact c ON c.id = d.contact_id
  LEFT JOIN bounce b ON b.delivery_id = d.id
  LEFT JOIN suppression s ON s.channel = 'sms' AND s.address_hash = c.phone_hash
  LEFT JOIN consent_state k ON k.contact_id = c.id AND k.channel = 'sms'
  LEFT JOIN reply r ON r.delivery_id = d.id
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1`);
for (const row of found) console.log(' ', JSON.stringify(row));
const unread = await shop.rows('SELECT why, COUNT(*) AS n FROM inbound_unread GROUP BY why');
console.log(' ', JSON.stringify({ unread }));
await shop.db.end();
