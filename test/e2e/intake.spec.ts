import { gzipSync } from 'node:zlib';
import { Analytics } from '@segment/analytics-node';
import { callerPerMinute } from '../../apps/api/src/access/access.decorator.js';
import type { RunningWorker } from '../../apps/worker/src/worker.js';
import type { Client } from '../support/client.js';
import { until } from '../support/until.js';
import { startWorld, type World } from '../support/world.js';

let world: World;
let worker: RunningWorker;
let url: string;
let key: string;
let client: Client;

beforeAll(async () => {
  world = await startWorld();
  worker = await world.work();
  url = await world.api.listen();
  const made = await world.admin.post<{ key: string }>('/v1/api-keys', {
    name: 'shop',
    scopes: ['events:write'],
  });
  ({ key } = made.body);
  client = world.api.anonymous.with({ authorization: basic(key) });
});
afterAll(() => world.close());

const basic = (user: string) => `Basic ${Buffer.from(`${user}:`).toString('base64')}`;
const number = async (sql: string, values: unknown[] = []) =>
  Number((await world.database.query<{ n: string }>(sql, values))[0]!.n);
const emptied = () => until(async () => (await number('SELECT COUNT(*) AS n FROM intake')) === 0);
const json = { 'content-type': 'application/json' };
const message = { userId: 'u', event: 'seen', messageId: 'm-1' };
const stored = (userId: string) =>
  number(
    'SELECT COUNT(*) AS n FROM event e JOIN contact c ON c.id = e.contact_id WHERE c.external_id = ?',
    [userId],
  );

describe('the write key', () => {
  const send = (headers: Record<string, string>, body: object = {}) =>
    world.api.anonymous.post('/v1/track', { ...message, ...body }, headers);

  it.each<[string, () => [Record<string, string>, object?], number]>([
    ['as the user name of HTTP Basic', () => [{ authorization: basic(key) }], 200],
    ['as a bearer token', () => [{ authorization: `Bearer ${key}` }], 200],
    ['in the body', () => [{}, { writeKey: key }], 200],
    ['nowhere', () => [{}], 401],
    ['wrong', () => [{ authorization: basic(key.replace(/_.{8}_/, '_aaaaaaaa_')) }], 401],
    ['wrong in the header, right in the body', () => [{ authorization: basic('x') }, { writeKey: key }], 401], // prettier-ignore
    ['no text', () => [{}, { writeKey: { a: 1 } }], 401],
  ])('%s', async (_, call, status) => {
    const answer = await send(...call());
    expect(answer.status).toBe(status);
    if (status === 200) expect(answer.body).toEqual({ success: true });
  });

  it('needs its scope', async () => {
    const { body } = await world.admin.post<{ key: string }>('/v1/api-keys', {
      name: 'reader',
      scopes: ['contacts:read'],
    });
    expect((await send({ authorization: basic(body.key) })).status).toBe(403);
  });

  it('opens no other door', async () => {
    const { status } = await client.post('/v1/events', { events: [] });
    expect(status).toBe(401);
  });

  it('is kept nowhere', async () => {
    await worker.stop();
    const batch = [{ type: 'track', ...message, messageId: 'k-1' }];
    const escaped = `{"writeKey":"\\u0073${key.slice(1)}","batch":${JSON.stringify(batch)}}`;
    await world.api.anonymous.post('/v1/batch', { batch, writeKey: key });
    expect((await world.api.anonymous.post('/v1/batch', escaped, json)).status).toBe(200);
    const bodies = await world.database.query<{ body: Buffer }>('SELECT body FROM intake');
    const text = bodies.map(({ body }) => body.toString()).join('\n');
    expect(text).toContain('k-1');
    expect(text).not.toContain(key.slice(1));
    worker = await world.work();
    await emptied();
  });
});

describe('a body', () => {
  const batchOf = (count: number, extra: object = {}) => ({
    batch: Array.from({ length: count }, (_, i) => ({
      ...message,
      type: 'track',
      messageId: `b-${i}`,
      ...extra,
    })),
  });
  const gzip = { ...json, 'content-encoding': 'gzip' };

  it('may come gzipped', async () => {
    const body = gzipSync(JSON.stringify({ ...message, userId: 'zip', messageId: 'zip' }));
    expect((await client.post('/v1/track', body, gzip)).status).toBe(200);
    await until(async () => (await stored('zip')) === 1);
  });

  it('is no bomb: unzipping ends at the limit', async () => {
    const body = gzipSync(Buffer.alloc(200 * 1024 * 1024, ' '));
    const before = process.memoryUsage().rss;
    const answer = await client.post('/v1/batch', body, gzip);
    expect(answer).toMatchObject({ status: 413, body: { code: 'request.too_large' } });
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  it.each<[string, string, string | Buffer | object, Record<string, string>, number, string]>([
    ['broken gzip', '/v1/batch', Buffer.from('nonsense'), gzip, 400, 'request.malformed'],
    ['cut gzip', '/v1/batch', gzipSync('{"batch":[]}').subarray(0, 15), gzip, 400, 'request.malformed'], // prettier-ignore
    ['another encoding', '/v1/batch', 'x', { ...json, 'content-encoding': 'br' }, 415, 'request.unsupported_encoding'], // prettier-ignore
    ['no JSON', '/v1/batch', '{"batch":[', json, 400, 'request.malformed_json'],
    ['poison', '/v1/batch', '{"batch":[{"__proto__":{}}]}', json, 400, 'request.malformed_json'],
    ['no batch', '/v1/batch', {}, json, 400, 'intake.batch_invalid'],
    ['no object', '/v1/batch', '[]', json, 400, 'intake.message_invalid'],
    ['over 500 KB', '/v1/batch', batchOf(30, { context: 'x'.repeat(20_000) }), json, 413, 'request.too_large'], // prettier-ignore
    ['a message over 32 KB', '/v1/batch', batchOf(2, { context: 'x'.repeat(33_000) }), json, 413, 'intake.message_too_large'], // prettier-ignore
    ['too deep to be written', '/v1/batch', `{"batch":[${'['.repeat(50_000)}${']'.repeat(50_000)}]}`, json, 413, 'intake.message_too_large'], // prettier-ignore
    ['alone over 32 KB', '/v1/track', { ...message, context: 'x'.repeat(33_000) }, json, 413, 'intake.message_too_large'], // prettier-ignore
    ['alone without a name', '/v1/track', { userId: 'u' }, json, 400, 'event.name_invalid'],
    ['alone about nobody', '/v1/page', {}, json, 400, 'intake.nobody'],
    ['alone with a wrong time', '/v1/group', { ...message, groupId: 1, timestamp: 'x' }, json, 400, 'event.at_invalid'], // prettier-ignore
  ])('%s', async (_, path, body, headers, status, code) => {
    const answer = await client.post<{ code: string }>(path, body, headers);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('says where it is wrong', async () => {
    const { body } = await client.post<{ errors: object[] }>('/v1/track', { userId: 'u' });
    expect(body.errors).toEqual([
      expect.objectContaining({ place: '/event', code: 'event.name_invalid' }),
    ]);
  });

  it('goes through with a byte order mark, and when it is empty', async () => {
    const marked = `\uFEFF${JSON.stringify({ ...message, userId: 'bom', messageId: 'bom' })}`;
    expect((await client.post('/v1/track', marked, json)).status).toBe(200);
    expect((await client.post('/v1/batch', { batch: [] })).status).toBe(200);
    await until(async () => (await stored('bom')) === 1);
  });
});

it('shows what of a batch was not taken in, and why', async () => {
  const batch = [
    { type: 'track', userId: 'r', event: '', messageId: 'r-1' },
    { type: 'identify', userId: 'r', traits: { email: 'nobody' }, messageId: 'r-2' },
  ];
  expect((await client.post('/v1/batch', { batch })).body).toEqual({ success: true });
  const page = async (query: string) => {
    const { body } = await world.admin.get<{ items: object[]; next: string }>(
      `/v1/intake/refusals?${query}`,
    );
    return body;
  };
  await until(async () => (await page('limit=5')).items.length === 2);
  const { items, next } = await page('limit=1');
  expect(items).toEqual([
    expect.objectContaining({
      type: 'identify',
      messageId: 'r-2',
      place: '/traits/email',
      code: 'email.invalid',
      kept: false,
    }),
  ]);
  expect((await page(`limit=1&after=${next}`)).items).toEqual([
    expect.objectContaining({ messageId: 'r-1', place: '/event', code: 'event.name_invalid' }),
  ]);
});

describe('a page in a browser', () => {
  const page = { origin: 'https://shop.example.test' };
  const asText = { ...page, 'content-type': 'text/plain' };
  const open = { 'access-control-allow-origin': '*' };

  it.each(['/v1/t', '/v1/track', '/v1/b', '/v1/batch'])(
    'may ask first: OPTIONS %s',
    async (path) => {
      const { status, headers } = await world.api.anonymous.send('OPTIONS', path, undefined, {
        ...page,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      });
      expect(status).toBe(204);
      expect(headers).toMatchObject({ ...open, 'access-control-allow-methods': 'POST' });
      const allowed = String(headers['access-control-allow-headers']).toLowerCase().split(', ');
      expect(allowed).toEqual(
        expect.arrayContaining(['authorization', 'content-type', 'x-retry-count']),
      );
      expect(headers['access-control-allow-credentials']).toBeUndefined();
    },
  );

  it('sends without asking, as text and with the key in the body', async () => {
    const say = (letter: string, body: object) =>
      world.api.anonymous.post(
        `/v1/${letter}`,
        JSON.stringify({ writeKey: key, anonymousId: 'page-v', ...body }),
        asText,
      );
    const answers = [
      await say('t', { event: 'Product Viewed', messageId: 'w-t' }),
      await say('p', { name: 'Home', messageId: 'w-p' }),
      await say('s', { name: 'Cart', messageId: 'w-s' }),
      await say('g', { groupId: 'g-1', messageId: 'w-g' }),
      await say('i', { userId: 'page-1', traits: { firstName: 'Malee' }, messageId: 'w-i' }),
      await say('a', { userId: 'page-1', previousId: 'page-old', messageId: 'w-a' }),
      await say('b', { batch: [{ type: 'track', userId: 'page-1', event: 'Paid', messageId: 'w-b' }] }), // prettier-ignore
    ];
    for (const { status, headers } of answers) {
      expect(status).toBe(200);
      expect(headers).toMatchObject(open);
    }
    await until(async () => (await stored('page-1')) === 5);
  });

  it('reads why it was refused', async () => {
    const body = JSON.stringify({ writeKey: 'nobody’s', ...message });
    const refused = await world.api.anonymous.post('/v1/t', body, asText);
    expect(refused).toMatchObject({ status: 401, headers: open });
    const { headers } = await client.post('/v1/t', '{', { ...page, ...json });
    expect(headers['access-control-expose-headers']).toContain('Retry-After');
  });

  it('is told where to send to', async () => {
    const { status, body, headers } = await world.api.anonymous.get(
      `/v1/projects/${key}/settings`,
      page,
    );
    const host = new URL(world.api.env.publicUrl).host;
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        integrations: { 'Segment.io': { apiKey: key, apiHost: `${host}/v1`, protocol: 'http' } },
      },
    });
    expect(headers).toMatchObject(open);
  });

  it('may do nothing else here', async () => {
    const other = await world.api.anonymous.send('OPTIONS', '/v1/contacts', undefined, page);
    expect(other.headers['access-control-allow-origin']).toBeUndefined();
    const { headers } = await world.admin.get('/v1/contacts', page);
    expect(headers['access-control-allow-origin']).toBeUndefined();
    // Text stays text where it is not said to be JSON.
    const asJson = JSON.stringify({ name: 'x', scopes: ['events:write'] });
    const posted = await world.admin.post('/v1/api-keys', asJson, { 'content-type': 'text/plain' });
    expect(posted.status).toBe(400);
  });
});

describe('Segment’s library for Node', () => {
  const analyticsOf = (settings: object = {}) =>
    new Analytics({ writeKey: key, host: url, flushAt: 3, flushInterval: 50, ...settings });

  it('delivers every kind of call', async () => {
    const analytics = analyticsOf();
    analytics.track({ anonymousId: 'lib-v', event: 'Product Viewed' });
    analytics.identify({
      userId: 'lib-1',
      anonymousId: 'lib-v',
      traits: { email: 'lib@example.test', firstName: 'มาลี' },
    });
    analytics.track({
      userId: 'lib-1',
      event: 'Order Completed',
      properties: { revenue: 499, currency: 'THB' },
    });
    analytics.page({ userId: 'lib-1', name: 'Home', properties: { path: '/' } });
    analytics.screen({ userId: 'lib-1', name: 'Cart' });
    analytics.group({ userId: 'lib-1', groupId: 'g-1' });
    analytics.alias({ userId: 'lib-1', previousId: 'lib-old' });
    await analytics.closeAndFlush();
    await emptied();
    const events = await world.database.query<{ name: string; value: string | null }>(
      `SELECT n.name, e.value FROM event e JOIN event_name n ON n.id = e.name_id
       JOIN contact c ON c.id = e.contact_id WHERE c.email = 'lib@example.test' ORDER BY n.name`,
    );
    expect(events).toEqual([
      { name: 'Order Completed', value: '499.0000' },
      { name: 'Product Viewed', value: null },
      { name: 'group', value: null },
      { name: 'page', value: null },
      { name: 'screen', value: null },
    ]);
    const linked = "SELECT COUNT(*) AS n FROM anonymous WHERE contact_id IS NOT NULL AND anonymous_id IN ('lib-v', 'lib-old')"; // prettier-ignore
    expect(await number(linked)).toBe(2);
  });

  it('tries again after 429: nothing is lost, nothing comes twice', async () => {
    await worker.stop();
    await emptied();
    const { env } = world.api;
    const limit = env.intakeBacklog;
    env.intakeBacklog = 5;
    const analytics = analyticsOf();
    const statuses: number[] = [];
    analytics.on('http_response', ({ status }) => statuses.push(status));
    for (let i = 0; i < 30; i++) analytics.track({ userId: 'again', event: `try` });
    await until(() => statuses.includes(429));
    const refused = await client.post('/v1/track', message);
    expect(refused).toMatchObject({ status: 429, body: { code: 'intake.backlog' } });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    env.intakeBacklog = limit;
    await analytics.closeAndFlush();
    expect(statuses.filter((status) => status === 200)).toHaveLength(10);
    worker = await world.work();
    await emptied();
    expect(await stored('again')).toBe(30);
  }, 60_000);
});

it('callers are not counted: more than a minute’s share of requests passes', async () => {
  const empty = { batch: [] };
  for (let i = 0; i <= callerPerMinute; i += 100) {
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => client.post('/v1/batch', empty)),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  }
}, 60_000);
