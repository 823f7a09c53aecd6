import { writeFile } from 'node:fs/promises';
import { groups, people } from './people.js';
import { PeersShop } from './shop.js';

/*
 * The sample message to some two hundred people behind the mail servers of postfix.sh, every other one
 * in Thai, signed by two keys; then what the ledger knows once all reports have come back. Run by
 * `npm start -- --sample --run dist/bench/peers/campaign.js`; see docs/guides/peers.md. PEERS_KEYS names
 * the file where the keys' DNS records go, as OpenDKIM's TestDNSData.
 */

/** So long nothing comes any more: what the relay keeps trying is given up by then. */
const quietMs = 150_000;

async function makeKeys({ api }: PeersShop): Promise<void> {
  const lines: string[] = [];
  for (const algorithm of ['rsa', 'ed25519']) {
    const { id, record } = await api.post<{ id: string; record: { name: string; value: string } }>(
      '/v1/dkim-keys',
      { domain: 'shop.saphan.example', selector: algorithm, algorithm },
    );
    await api.post(`/v1/dkim-keys/${id}/activate`, { look: false });
    lines.push(`${record.name} ${record.value}`);
  }
  if (process.env.PEERS_KEYS) await writeFile(process.env.PEERS_KEYS, `${lines.join('\n')}\n`);
}

/** A quarter of these people bounce: the guard would stop the campaign, as it should. */
async function letItBounce({ api }: PeersShop): Promise<void> {
  const guards = await api.get<object>('/v1/sending/guards');
  await api.put('/v1/sending/guards', { ...guards, minimumVolume: 10_000 });
}

async function report(shop: PeersShop): Promise<void> {
  const found = await shop.rows(`SELECT SUBSTRING_INDEX(c.external_id, '/', 1) AS name, d.state,
      b.class, b.rule, b.source, b.code, b.status, s.reason AS suppressed, COUNT(*) AS people,
      MIN(b.diagnostic) AS words
    FROM delivery d JOIN contact c ON c.id = d.contact_id
    LEFT JOIN bounce b ON b.delivery_id = d.id
    LEFT JOIN suppression s ON s.channel = 'email' AND s.address_hash = c.email_hash
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY MIN(c.id)`);
  let misread = 0;
  for (const row of found) {
    const group = groups.find(({ name, domain }) => `${name}@${domain}` === row.name)!;
    const suppressed = group.expected === 'hard' ? 'hard_bounce' : null;
    const right = row.class === group.expected && row.suppressed === suppressed;
    if (!right) misread += Number(row.people);
    const said = [row.class, row.rule, row.source, row.code, row.status].filter(Boolean).join(' ');
    console.log(`  ${right ? '✓' : '✗'} ${row.people} ${row.name}, ${group.what}: ${row.state}`);
    if (row.class) console.log(`      ${said} · suppressed: ${row.suppressed} · ${row.words}`);
  }
  const unread = await shop.rows('SELECT why, COUNT(*) AS n FROM inbound_unread GROUP BY why');
  console.log(' ', JSON.stringify({ people: people.length, misread, unread }));
}

const shop = await PeersShop.open();
await shop.addPeople('email', people);
await makeKeys(shop);
await letItBounce(shop);
await shop.send('email', 'monsoon-sale');
await shop.untilQuiet('SELECT COUNT(*) FROM bounce', quietMs);
await report(shop);
await shop.db.end();
