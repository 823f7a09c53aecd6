import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, type Clock } from '#libs/kernel';
import { AddressHasher, Database, type Env } from '#libs/platform';
import { startWorker, type RunningWorker } from '../../apps/worker/src/worker.js';
import { migrations } from '../../migrations/index.js';
import { CaughtStore, MailCatcher, SmsCatcher } from '../../tools/catcher/index.js';
import { startApi, type TestApi } from './app.js';
import type { Client } from './client.js';
import { until } from './until.js';

/** An API on a database of its own, with servers that catch what it sends. */
export interface World {
  api: TestApi;
  database: Database;
  mail: MailCatcher;
  sms: SmsCatcher;
  caught: CaughtStore;
  admin: Client;
  marketer: Client;
  /** Starts a worker in this process; `close` stops it. */
  work(env?: Partial<Env>): Promise<RunningWorker>;
  close(): Promise<void>;
}

/** Short waits, so that a test of recovery does not take minutes. */
const hasty: Partial<Env> = {
  port: 0,
  sendConnections: 5,
  sendWindow: 5,
  leaseSeconds: 4,
  uncertainGraceSeconds: 1,
  retrySeconds: 1,
};

export async function startWorld(
  env: Partial<Env> = {},
  clock: Clock = systemClock,
): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'saphan-caught-'));
  const caught = await CaughtStore.open(folder);
  const mail = await MailCatcher.start(caught);
  const sms = await SmsCatcher.start(caught);
  const settings = {
    ...hasty,
    smtpUrl: mail.url,
    smsGatewayUrl: `${sms.url}/sms/messages`,
    ...env,
  };
  const api = await startApi({ env: settings, clock });
  const workers: RunningWorker[] = [];
  return {
    api,
    database: api.app.get(Database),
    mail,
    sms,
    caught,
    admin: await api.as('admin'),
    marketer: await api.as('marketer'),
    async work(changes = {}) {
      const worker = await startWorker({ env: { ...api.env, ...changes }, migrations, clock });
      workers.push(worker);
      return worker;
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.stop()));
      await api.close();
      await Promise.all([mail.stop(), sms.stop()]);
      await caught.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Writes contacts who agreed to marketing on both channels: `c1@example.test`, … Returns their ids. */
export async function addContacts(world: World, count: number): Promise<string[]> {
  const { database } = world;
  const hasher = world.api.app.get(AddressHasher);
  const people = Array.from({ length: count }, (_, i) => ({
    email: `c${i + 1}@example.test`,
    phone: `+6690${String(i + 1).padStart(7, '0')}`,
    language: i % 2 ? 'en' : 'th',
  }));
  await database.execute(
    `INSERT INTO contact (email, email_hash, phone, phone_hash, first_name, first_name_fold,
       language, created_at, updated_at) VALUES ?`,
    [
      people.map(({ email, phone, language }) => [
        email,
        hasher.hash(email),
        phone,
        hasher.hash(phone),
        'สมใจ',
        'สมใจ',
        language,
        new Date('2026-01-01T00:00:00Z'),
        new Date('2026-01-01T00:00:00Z'),
      ]),
    ],
  );
  await database.execute(
    `INSERT INTO consent_state (contact_id, channel, purpose, granted, occurred_at)
     SELECT id, k.channel, 'marketing', 1, created_at
     FROM contact JOIN (SELECT 'email' AS channel UNION ALL SELECT 'sms') k`,
  );
  const rows = await database.query<{ id: string }>('SELECT id FROM contact ORDER BY id');
  return rows.map(({ id }) => id);
}

const content = {
  channel: 'email',
  fallbackLanguage: 'en',
  languages: {
    en: {
      subject: 'Hello {{contact.firstName}}',
      body: `<mjml><mj-body><mj-section><mj-column>
        <mj-text>Dear {{contact.firstName}}, see <a href="https://shop.example.test/sale?c={{contact.language}}">the sale</a>
        or <a href="https://shop.example.test/news">the news</a>.
        <a href="{{unsubscribeUrl}}">Unsubscribe</a></mj-text>
      </mj-column></mj-section></mj-body></mjml>`,
    },
    th: {
      subject: 'สวัสดีคุณ{{contact.firstName}}',
      body: `<mjml><mj-body><mj-section><mj-column>
        <mj-text>เรียนคุณ{{contact.firstName}} <a href="https://shop.example.test/sale?c={{contact.language}}">ลดราคา</a>
        <a href="{{unsubscribeUrl}}">ยกเลิกรับข่าวสาร</a></mj-text>
      </mj-column></mj-section></mj-body></mjml>`,
    },
  },
  sampleData: { contact: { firstName: 'Malee', language: 'en' } },
};

const smsContent = {
  channel: 'sms',
  fallbackLanguage: 'en',
  languages: { en: { body: 'Sale today, {{contact.firstName}}!' } },
  sampleData: { contact: { firstName: 'Malee' } },
};

export const everyone = { version: 1, where: { kind: 'everyone' } };

let campaigns = 0;

/** Everything a campaign needs, through the API. Returns the id of a draft. */
export async function draftCampaign(
  { marketer }: World,
  definition: Record<string, unknown> = {},
  channel: 'email' | 'sms' = 'email',
): Promise<string> {
  const n = ++campaigns;
  const made = async (path: string, body: object, method: 'post' | 'put' = 'post') => {
    const answer = await marketer[method]<{ id: string }>(path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
    return answer.body.id;
  };
  await made(
    '/v1/organisation',
    {
      name: 'ร้านทดสอบ',
      address: '1 Test Road, Bangkok',
      phone: '',
      email: 'shop@example.test',
      website: 'https://shop.example.test',
    },
    'put',
  );
  const senderId = await made('/v1/senders', {
    channel,
    name: 'ร้านทดสอบ',
    address: channel === 'email' ? `news${n}@shop.example.test` : `SHOP${n}`,
  });
  if (channel === 'sms')
    await made(
      `/v1/senders/${senderId}/registration`,
      { with: 'NBTC', on: '2026-01-05', reference: 'SN-1' },
      'put',
    );
  const key = `${channel}-message`;
  const templateId = await made(
    '/v1/templates',
    { key, content: channel === 'email' ? content : smsContent },
    'put',
  );
  const segmentId = await made('/v1/segments', { name: `Everyone ${n}`, rule: everyone });
  return made('/v1/campaigns', {
    name: `Campaign ${n}`,
    channel,
    definition: { segmentId, templateId, senderId, ...definition },
  });
}

/** draft → scheduled for now. */
export async function launch({ marketer, admin }: World, id: string): Promise<void> {
  for (const [client, step] of [
    [marketer, 'submit'],
    [admin, 'approve'],
    [marketer, 'schedule'],
  ] as const) {
    const answer = await client.post(`/v1/campaigns/${id}/${step}`, {});
    if (answer.status !== 200) throw new Error(`${step}: ${answer.text}`);
  }
}

export interface ProgressView {
  state: string;
  counts: Record<string, number>;
  open: number;
}

export async function progressOf({ marketer }: World, id: string): Promise<ProgressView> {
  return (
    await marketer.get<ProgressView & Record<string, unknown>>(`/v1/campaigns/${id}/progress`)
  ).body;
}

/** Waits until the campaign is in the state. */
export function untilState(world: World, id: string, state: string, seconds = 20): Promise<void> {
  return until(async () => (await progressOf(world, id)).state === state, seconds);
}
