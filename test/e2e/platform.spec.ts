import { pino, type Logger } from 'pino';
import { Database, LOGGER } from '#libs/platform';
import { startApi, testPassword, type TestApi } from '../support/app.js';
import type { Client } from '../support/client.js';

const json = { 'content-type': 'application/json' };
const elsewhere = '203.0.113.9';

describe('the shell of the API', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  describe('a failure', () => {
    it('is a problem of RFC 9457', async () => {
      const answer = await api.anonymous.get('/nothing?token=secret', {
        'x-request-id': 'abc-12345',
      });
      expect(answer.status).toBe(404);
      expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
      expect(answer.headers['x-request-id']).toBe('abc-12345');
      expect(answer.body).toEqual({
        type: 'urn:saphan:error:request.no_route',
        title: 'Not Found',
        status: 404,
        detail: 'There is nothing here.',
        code: 'request.no_route',
        requestId: 'abc-12345',
        errors: [],
      });
    });

    it.each([
      [400, 'request.malformed_json', '{"email":', json],
      [400, 'request.malformed_json', ' ', json],
      [400, 'request.malformed_json', '{"__proto__":{"role":"admin"}}', json],
      [400, 'request.malformed_json', '{"constructor":{"prototype":{}}}', json],
      [400, 'request.invalid', 'null', json],
      [400, 'request.invalid', '[]', json],
      [400, 'request.invalid', '[{"email":"a@b.test","password":"x"}]', json],
      [400, 'request.invalid', '"text"', json],
      [413, 'request.too_large', JSON.stringify({ email: 'x'.repeat(5_000_000) }), json],
      [415, 'request.unsupported_media_type', '<a/>', { 'content-type': 'application/xml' }],
      [415, 'request.unsupported_media_type', 'a', { 'content-type': 'nonsense' }],
    ])('%d %s', async (status, code, payload, headers) => {
      const answer = await api.anonymous.post('/v1/session', payload, headers);
      expect(answer).toMatchObject({ status, body: { status, code } });
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    });

    it('of the router itself is one too, and quotes nothing', async () => {
      const answer = await api.anonymous.get('/v1/users/%zz');
      expect(answer).toMatchObject({ status: 400, body: { code: 'request.malformed' } });
      expect(answer.text).not.toContain('%zz');
      const long = await api.anonymous.get(`/v1/users/${'9'.repeat(600)}`);
      expect(long).toMatchObject({ status: 400, body: { code: 'request.malformed' } });
    });

    it('is none of an empty body that is said to be JSON', async () => {
      const admin = await api.as('admin');
      const moved = await admin.post('/v1/competitors/99/archive', '', json);
      expect(moved).toMatchObject({ status: 404, body: { code: 'competitor.not_found' } });
      const answer = await api.anonymous.post('/v1/session', '', json);
      expect(answer.body.errors).toContainEqual(
        expect.objectContaining({ place: '/email', code: 'request.missing' }),
      );
    });

    it('names each place that is wrong', async () => {
      const admin = await api.as('admin');
      const user = { email: 'no', name: '', role: 'king', password: testPassword, 'a/b': 1 };
      const { body } = await admin.post<{ errors: { place: string; code: string }[] }>(
        '/v1/users',
        user,
      );
      expect(body.errors.map(({ place, code }) => `${place} ${code}`).sort()).toEqual([
        '/a~1b request.unknown_field',
        '/email request.is_email',
        '/name request.is_length',
        '/role request.is_in',
      ]);
      const query = await admin.get('/v1/users?limit=0&after=x&other=1');
      expect(query.body).toMatchObject({
        errors: expect.arrayContaining([
          expect.objectContaining({ place: 'query.limit', code: 'request.min' }),
          expect.objectContaining({ place: 'query.after', code: 'request.matches' }),
          expect.objectContaining({ place: 'query.other', code: 'request.unknown_field' }),
        ]) as unknown,
      });
      const path = await admin.get('/v1/users/0x1');
      expect(path.body).toMatchObject({ errors: [{ place: 'path.id', code: 'request.matches' }] });
    });

    it('comes before anything walks a body that is nested without end', async () => {
      const marketer = await api.as('marketer');
      const deep = `${'{"not":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
      for (const [path, body] of [
        ['/v1/segments', `{"name":"x","rule":${deep}}`],
        ['/v1/events', `{"events":[${deep}]}`],
      ] as const)
        expect(await marketer.post(path, body, json)).toMatchObject({
          status: 400,
          body: { code: 'request.invalid', errors: [{ code: 'request.too_deep' }] },
        });
    });

    it('that nobody foresaw says nothing to the caller, and nothing of people to the log', async () => {
      const admin = await api.as('admin');
      const database = api.app.get(Database);
      const lines = record(api);
      await database.execute('ALTER TABLE user RENAME COLUMN name TO nickname');
      try {
        const answer = await admin.post('/v1/users', {
          email: 'nok@example.test',
          name: 'Nok',
          role: 'agent',
          password: testPassword,
        });
        expect(answer).toMatchObject({ status: 500, body: { code: 'internal', errors: [] } });
        expect(answer.text).not.toMatch(/nickname|column|INSERT/i);
        const logged = lines.find(({ msg }) => msg === 'http.failed');
        expect(logged).toMatchObject({
          requestId: answer.body.requestId,
          err: { name: 'QueryFailedError', errno: 1054 },
        });
        expect(JSON.stringify(lines)).not.toMatch(/nok|argon2/i);
      } finally {
        await database.execute('ALTER TABLE user RENAME COLUMN nickname TO name');
      }
    });
  });

  describe('the log', () => {
    it('has one line a request: pattern, status, time and id, never the address itself', async () => {
      const lines = record(api);
      const admin = await api.as('admin');
      await admin.get('/v1/users/1?after=somebody@example.test', { 'x-request-id': 'request-1' });
      await api.anonymous.get('/secret-token-in-a-path');
      const requests = lines.filter(({ msg }) => msg === 'http.request');
      expect(requests).toEqual([
        {
          level: 'info',
          time: expect.any(String) as string,
          app: 'api',
          pid: process.pid,
          msg: 'http.request',
          method: 'GET',
          route: '/v1/users/:id',
          status: 200,
          ms: expect.any(Number) as number,
          requestId: 'request-1',
        },
        expect.objectContaining({ route: 'none', status: 404 }),
      ]);
      expect(JSON.stringify(lines)).not.toMatch(/somebody|secret/);
    });

    it('takes no request id that could break it', async () => {
      for (const id of ['short', 'a b c d e f g', `x${'y'.repeat(64)}`, '{"a":"b","c":1}']) {
        const { headers } = await api.anonymous.get('/health/live', { 'x-request-id': id });
        expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
      }
    });
  });

  describe('metrics', () => {
    const read = (client: Client, headers = {}, from = '127.0.0.1') =>
      client.send('GET', '/metrics', undefined, headers, from);

    it('count requests by the pattern of their route', async () => {
      await (await api.as('admin')).get('/v1/users/77777');
      const { text, headers, status } = await read(api.anonymous);
      expect(status).toBe(200);
      expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
      expect(text).toMatch(
        /saphan_http_request_seconds_count\{[^}]*route="\/v1\/users\/:id"[^}]*status="404"\} 1/,
      );
      expect(text).toContain('process_cpu_seconds_total');
      expect(text).not.toContain('77777');
    });

    it('are for this machine, and for keys with the scope', async () => {
      const status = async (...args: Parameters<typeof read>) => (await read(...args)).status;
      expect(await status(api.anonymous, {}, '::1')).toBe(200);
      expect(await status(api.anonymous, {}, elsewhere)).toBe(401);
      expect(await status(api.anonymous, { 'x-forwarded-for': elsewhere })).toBe(401);
      expect(await status(api.anonymous, { forwarded: 'for=192.0.2.1' })).toBe(401);
      expect(await status(await api.as('marketer'), {}, elsewhere)).toBe(403);
      const admin = await api.as('admin');
      const made = await admin.post<{ key: string }>('/v1/api-keys', {
        name: 'prometheus',
        scopes: ['metrics:read'],
      });
      expect(await status(api.anonymous.withKey(made.body.key), {}, elsewhere)).toBe(200);
    });
  });

  describe('answers', () => {
    it('are kept by nobody and framed by nobody', async () => {
      const { headers } = await (await api.as('admin')).get('/v1/users');
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['strict-transport-security']).toBeUndefined();
    });
  });
});

type Line = Record<string, unknown> & { msg: string };

/** What the API logs from now on. */
function record(api: TestApi): Line[] {
  const lines: Line[] = [];
  const write = (text: string) => {
    lines.push(JSON.parse(text) as Line);
  };
  const logger = api.app.get<Logger>(LOGGER);
  logger.level = 'info';
  Object.assign(logger, { [pino.symbols.streamSym]: { write } });
  return lines;
}
