import { Redis } from 'ioredis';
import PostalMime from 'postal-mime';
import { AddressHasher } from '#libs/platform';
import type { Client } from '../support/client.js';
import { anyPort, courierTo, type Courier } from '../support/inbound.js';
import { grepDatabase, grepRedis } from '../support/grep-the-world.js';
import { until } from '../support/until.js';
import {
  addContacts,
  draftCampaign,
  launch,
  progressOf,
  startWorld,
  untilState,
  type World,
} from '../support/world.js';

const marker = 'zqx-marker';
const email = `${marker}@example.test`;
const phone = '+66899999999';

let world: World;
let redis: Redis;
let courier: Courier;

beforeAll(async () => {
  world = await startWorld({ inboundListen: anyPort });
  redis = new Redis(world.api.env.redisUrl);
  await addContacts(world, 5);
  courier = courierTo(world, await world.work());
});

afterAll(async () => {
  redis.disconnect();
  await world.close();
});

async function post<B = { id: string }>(client: Client, path: string, body: object): Promise<B> {
  const answer = await client.post<B>(path, body);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
  return answer.body;
}

/** Somebody with a value in every place that holds something of a person. */
async function somebody({ marketer }: World): Promise<string> {
  const labels = { labelEn: 'x', labelTh: 'x' };
  for (const [name, type] of [
    ['nickname', 'text'],
    ['likes', 'list'],
  ])
    await post(marketer, '/v1/attributes', { name, type, ...labels });
  const { id } = await post(marketer, '/v1/contacts', {
    email,
    phone,
    externalId: marker,
    firstName: marker,
    lastName: marker,
    city: marker,
    attributes: { nickname: marker, likes: [marker] },
    tags: [marker],
  });
  const wording = { version: 'v1', language: 'en', wording: 'Yes.' };
  for (const channel of ['email', 'sms']) {
    const aim = { channel, purpose: 'marketing' };
    await post(marketer, '/v1/consent-wordings', { ...aim, ...wording });
    await post(marketer, `/v1/contacts/${id}/consents`, {
      ...aim,
      granted: true,
      wordingVersion: 'v1',
      source: 'form',
      evidence: { note: marker },
    });
  }
  const at = '2026-01-02T03:04:05Z';
  const events = [{ id: '1', name: 'seen', at, contact: { id }, properties: { page: marker } }];
  await post(marketer, '/v1/events', { events });
  await messagesOf(marketer);
  return id;
}

/** What a client library sends of the person; one message of it could not be taken in. */
async function messagesOf(marketer: Client): Promise<void> {
  const ids = { userId: marker, anonymousId: marker };
  const properties = { page: marker };
  await post(marketer, '/v1/batch', {
    batch: [
      { type: 'track', anonymousId: marker, event: 'seen', properties },
      { type: 'identify', ...ids, traits: { email, nickname: marker } },
      { type: 'track', ...ids, event: 'bought', properties },
      { type: 'track', ...ids, event: marker.repeat(20), properties },
    ],
  });
  const { database } = world;
  await until(async () => (await database.query('SELECT id FROM intake')).length === 0);
  await database.execute('UPDATE intake_refusal SET message = ?', [marker]);
}

/** A file that holds the person, in an import that went no further than this. */
async function importOf(
  { marketer }: World,
  body: object,
  state: string,
  file = `email,firstName\n${email},${marker}\n`,
): Promise<string> {
  const adapter = { adapter: 'contacts_csv', fileName: 'people.csv' };
  const { id } = await post(marketer, '/v1/imports', { ...adapter, ...body });
  await marketer.put(`/v1/imports/${id}/file`, file, { 'content-type': 'text/csv' });
  await until(async () => (await marketer.get(`/v1/imports/${id}`)).body.state === state);
  return id;
}

/** The person answers, and a report comes. */
async function backByMail(campaignId: string, contactId: string): Promise<void> {
  const [delivery] = await world.database.query<{ id: string }>(
    'SELECT id FROM delivery WHERE campaign_id = ? AND contact_id = ?',
    [campaignId, contactId],
  );
  const about = async (name: string) =>
    Buffer.from(
      (await courier.fixture(name, delivery!.id)).toString().replaceAll(/malee@[\w.]+/g, email),
    );
  const sender = (await world.marketer.get<{ items: { address: string }[] }>('/v1/senders')).body;
  await courier.deliver(await about('reply-top-posted'), sender.items[0]!.address, email);
  await courier.report('dsn-mailbox-full', delivery!.id);
}

/** The same, and mails that name the person and that nobody could read. */
async function mailsOf(campaignId: string, contactId: string): Promise<void> {
  await backByMail(campaignId, contactId);
  await world.database.execute('UPDATE bounce SET diagnostic = ?', [marker]);
  const coded = Buffer.from(`${email} is not here`).toString('base64');
  const head = 'From: a@b.example.test\r\n';
  for (const lost of [
    `${head}Subject: failure notice\r\n\r\n<${email}>:\r\nno such user\r\n`,
    `${head}Content-Transfer-Encoding: base64\r\n\r\n${coded}\r\n`,
  ])
    await courier.deliver(Buffer.from(lost), 'abuse@saphan.test');
}

/** Sends everybody a message; returns the paths of the links in the person's own. */
async function campaign(): Promise<{ id: string; pixel: string; link: string; leave: string }> {
  const id = await draftCampaign(world);
  await launch(world, id);
  await untilState(world, id, 'done');
  const [caught] = world.caught.list({ campaign: id, to: email, limit: 1 }).messages;
  const { html } = await PostalMime.parse((await world.caught.read(caught!.id))!);
  const path = (place: string) =>
    new URL(new RegExp(`"([^"]+/${place}/[^"]+)"`).exec(html!)![1]!).pathname;
  return { id, pixel: path('t/o'), link: path('t/c'), leave: path('u') };
}

it('erasure leaves nothing of a person anywhere but keyed hashes that stay suppressed', async () => {
  const { api, database, marketer, admin } = world;
  const contactId = await somebody(world);
  const email1 = await campaign();
  const sms = await draftCampaign(world, {}, 'sms');
  await launch(world, sms);
  await untilState(world, sms, 'done');
  await api.anonymous.get(email1.pixel);
  await api.anonymous.get(email1.link);
  await mailsOf(email1.id, contactId);
  await database.execute(`UPDATE response SET detail = ? WHERE contact_id = ?`, [
    marker,
    contactId,
  ]);
  const tried = await importOf(world, { dryRun: true }, 'done');
  const unread = `email,email\n${email},${marker}\n`;
  const failed = await importOf(world, {}, 'failed', unread);
  // A file without a header: its first row is taken for one.
  await importOf(world, {}, 'failed', `${marker},${marker}\n`);

  const hasher = api.app.get(AddressHasher);
  const hashes = [hasher.hash(email), hasher.hash(phone)];
  const places = await grepDatabase(database, marker);
  // What is looked for can be found.
  expect(places).toEqual(
    expect.arrayContaining([
      'contact.email',
      'contact_tag.tag',
      'contact_text.value',
      'consent.evidence',
      'anonymous.anonymous_id',
      'event.properties',
      'import_chunk.data',
      'intake_refusal.message',
      'response.detail',
      'reply.original',
      'bounce.diagnostic',
      'inbound_unread.original',
    ]),
  );
  expect(await grepDatabase(database, hashes[0]!)).toEqual(
    expect.arrayContaining([
      'delivery.address_hash',
      'bounce.address_hash',
      'inbound_named.address_hash',
    ]),
  );
  expect(await grepDatabase(database, hashes[1]!)).toContain('delivery.address_hash');
  const before = await progressOf(world, email1.id);

  expect((await admin.delete(`/v1/contacts/${contactId}`)).status).toBe(204);
  expect(await grepDatabase(database, marker)).toEqual([]);
  expect(await grepDatabase(database, phone.slice(1))).toEqual([]);
  for (const hash of hashes)
    expect(await grepDatabase(database, hash)).toEqual(['suppression.address_hash']);
  expect(await grepRedis(redis, api.env.queuePrefix, marker)).toEqual([]);

  // The campaign's totals survive, and old links neither tell nor keep anything.
  expect(await progressOf(world, email1.id)).toEqual(before);
  const responses = () =>
    database.query('SELECT id FROM response WHERE contact_id = ?', [contactId]);
  const kept = await responses();
  expect((await api.anonymous.get(email1.pixel)).status).toBe(200);
  expect((await api.anonymous.get(email1.link)).status).toBe(404);
  const left = await api.anonymous.post(email1.leave, '', {
    'content-type': 'application/x-www-form-urlencoded',
  });
  expect(left.status).toBe(200);
  expect(await responses()).toEqual(kept);
  // What still comes back by mail is not kept any more.
  await backByMail(email1.id, contactId);
  expect(await responses()).toEqual(kept);
  expect(await grepDatabase(database, marker)).toEqual([]);
  for (const id of [tried, failed])
    expect(await marketer.post(`/v1/imports/${id}/retry`, { dryRun: false })).toMatchObject({
      status: 409,
      body: { code: 'import.file_gone' },
    });
});
