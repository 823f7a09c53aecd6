import { setTimeout as sleep } from 'node:timers/promises';
import type { RowDataPacket } from 'mysql2/promise';
import { AddressHasher } from '#libs/platform';
import { addSender } from '../send/sender.js';
import { sendBatch, track } from './feeding.js';
import { quantile, rounded, type Bench } from './stack.js';

const event = 'bench trigger';

const content = {
  channel: 'email',
  fallbackLanguage: 'en',
  languages: {
    en: {
      subject: 'Hello {{contact.firstName}}',
      body: `<mjml><mj-body><mj-section><mj-column><mj-text>Dear {{contact.firstName}}, see
        <a href="https://shop.example.test/">the shop</a>.
        <a href="{{unsubscribeUrl}}">Unsubscribe</a></mj-text></mj-column></mj-section></mj-body></mjml>`,
    },
  },
  sampleData: { contact: { firstName: 'Malee' } },
};

/** Gives the first contacts the keyed hashes of their addresses, which a data set cannot know. */
export async function makeReachable({ db }: Bench, count: number): Promise<void> {
  const hasher = new AddressHasher(process.env.ADDRESS_SECRET!);
  const rows = Array.from({ length: count }, (_, i) => [
    i + 1,
    hasher.hash(`c${i + 1}@example.test`),
  ]);
  await db.query(
    `INSERT INTO contact (id, email_hash, created_at, updated_at) VALUES ${rows.map(() => '(?, ?, NOW(3), NOW(3))').join()}
     ON DUPLICATE KEY UPDATE email_hash = VALUES(email_hash)`,
    rows.flat(),
  );
}

/** A running campaign that writes to whoever does the event. @returns its id */
export async function startTrigger(bench: Bench): Promise<string> {
  const { api } = bench;
  const made = await addSender(api, content);
  const { id } = await api.post<{ id: string }>('/v1/campaigns', {
    name: 'Triggered',
    channel: 'email',
    definition: {
      ...made,
      trigger: { on: 'event', event },
    },
  });
  for (const step of ['submit', 'approve', 'schedule'])
    await api.post(`/v1/campaigns/${id}/${step}`);
  const running = async () =>
    (await api.get<{ state: string }>(`/v1/campaigns/${id}`)).state === 'running';
  await bench.until(running, 20);
  return id;
}

interface Sent {
  contact: number;
  answered: number;
}

/** From the answer to the event until the mail server has taken the message, milliseconds. */
async function latencies(bench: Bench, sent: readonly Sent[], since: string): Promise<number[]> {
  const accepted = `SELECT contact_id, UNIX_TIMESTAMP(finished_at) * 1000 AS at FROM delivery
    WHERE id > ? AND state = 'accepted'`;
  let rows: RowDataPacket[] = [];
  await bench.until(async () => {
    [rows] = await bench.db.query<RowDataPacket[]>(accepted, [since]);
    return rows.length >= sent.length;
  }, 120);
  const at = new Map(rows.map((row) => [Number(row.contact_id), Number(row.at)]));
  return sent.map(({ contact, answered }) => Math.max(0, at.get(contact)! - answered));
}

/** Events one at a time for an idle engine, or so many a second. */
export async function triggerLatency(
  bench: Bench,
  { perSecond, count, from }: { perSecond: number; count: number; from: number },
): Promise<{ p50: number; p99: number }> {
  const since = String(await bench.number('SELECT COALESCE(MAX(id), 0) FROM delivery'));
  const sent: Sent[] = [];
  const began = performance.now();
  const sending: Promise<void>[] = [];
  const size = Math.max(1, Math.round(perSecond / 50));
  for (let n = 0; n < count; n += size) {
    await sleep(Math.max(0, began + (n * 1000) / perSecond - performance.now()));
    const contacts = Array.from({ length: Math.min(size, count - n) }, (_, i) => from + n + i);
    const batch = contacts.map((contact) => track(contact, event));
    const done = sendBatch(bench, batch).then(() => {
      for (const contact of contacts) sent.push({ contact, answered: Date.now() });
    });
    sending.push(done);
  }
  await Promise.all(sending);
  const times = await latencies(bench, sent, since);
  return { p50: rounded(quantile(times, 0.5)), p99: rounded(quantile(times, 0.99)) };
}
