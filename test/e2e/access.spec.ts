import { UserService } from '#libs/access';
import { Database } from '#libs/platform';
import { publicUrl, startApi, testPassword, type TestApi } from '../support/app.js';
import type { Answer, Client } from '../support/client.js';
import { VirtualClock } from '../support/clock.js';

const login = (client: Client, email: string, password = testPassword): Promise<Answer> =>
  client.post('/v1/session', { email, password });

/** The session cookie as a browser would send it back. */
const cookieOf = ({ headers }: Answer): string =>
  String([headers['set-cookie']].flat()[0]).split(';')[0]!;

const withoutId = ({ status, body }: Answer) => ({ status, body: { ...body, requestId: '' } });

describe('people who log in', () => {
  const clock = new VirtualClock();
  let api: TestApi;
  let visitors = 0;

  /** Somebody at an address of their own, so that no test feels another one's limits. */
  const visitor = (): Client =>
    api.anonymous.with({ 'x-forwarded-for': `203.0.${visitors >> 8}.${visitors++ & 255}` });

  const sessionOf = async (email: string, password?: string): Promise<Client> => {
    const answer = await login(visitor(), email, password);
    return api.anonymous.with({ cookie: cookieOf(answer), origin: publicUrl });
  };

  beforeAll(async () => {
    api = await startApi({ clock });
  });
  afterAll(() => api.close());

  describe('sessions', () => {
    it('come as a cookie that scripts and other sites cannot use, and tell who one is', async () => {
      const { id, email } = await api.createUser('marketer');
      const answer = await login(visitor(), ` ${email.toUpperCase()} `);
      expect(answer.status).toBe(201);
      expect(answer.headers['set-cookie']).toMatch(
        /^saphan_session=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/,
      );
      const me = await api.anonymous.get('/v1/session', { cookie: cookieOf(answer) });
      expect(me.body).toMatchObject({ userId: id, role: 'marketer', kind: 'session' });
      expect(me.body.scopes).toContain('campaigns:launch');
      expect(me.body.scopes).not.toContain('users:manage');
    });

    it('are kept as hashes only', async () => {
      const { email } = await api.createUser('agent');
      const [, token] = cookieOf(await login(visitor(), email)).split('=');
      const rows = await api.app
        .get(Database)
        .query<{ hit: unknown }>('SELECT 1 AS hit FROM session WHERE token_hash IN (?, ?)', [
          token,
          Buffer.from(token!, 'base64url'),
        ]);
      expect(rows).toEqual([]);
    });

    it('rotate at login: the token from before is worth nothing', async () => {
      const { email } = await api.createUser('agent');
      const first = cookieOf(await login(visitor(), email));
      const again = await login(visitor().with({ cookie: first, origin: publicUrl }), email);
      expect(cookieOf(again)).not.toBe(first);
      expect((await api.anonymous.get('/v1/session', { cookie: first })).status).toBe(401);
      const now = await api.anonymous.get('/v1/session', { cookie: cookieOf(again) });
      expect(now.status).toBe(200);
    });

    it('never take over a token that the visitor brought', async () => {
      const { email } = await api.createUser('agent');
      const planted = `saphan_session=${'a'.repeat(43)}`;
      await login(visitor().with({ cookie: planted, origin: publicUrl }), email);
      expect((await api.anonymous.get('/v1/session', { cookie: planted })).status).toBe(401);
    });

    it('end at logout', async () => {
      const { email } = await api.createUser('agent');
      const session = await sessionOf(email);
      const out = await session.delete('/v1/session');
      expect(out.status).toBe(204);
      expect(out.headers['set-cookie']).toMatch(/^saphan_session=;.* Expires=Thu, 01 Jan 1970/);
      expect((await session.get('/v1/session')).status).toBe(401);
    });

    it('end after 12 hours without a request', async () => {
      const { email } = await api.createUser('agent');
      const session = await sessionOf(email);
      clock.advance({ hours: 11, minutes: 59 });
      expect((await session.get('/v1/session')).status).toBe(200);
      clock.advance({ hours: 11, minutes: 59 });
      expect((await session.get('/v1/session')).status).toBe(200);
      clock.advance({ hours: 12 });
      expect((await session.get('/v1/session')).status).toBe(401);
    });

    it('end after seven days even when in use', async () => {
      const { email } = await api.createUser('agent');
      const session = await sessionOf(email);
      for (let hours = 0; hours < 7 * 24; hours += 8) {
        expect((await session.get('/v1/session')).status).toBe(200);
        clock.advance({ hours: 8 });
      }
      expect((await session.get('/v1/session')).status).toBe(401);
    });

    it('end when the person is disabled, gets another role or another password', async () => {
      const admin = await api.as('admin');
      for (const change of [
        { disabled: true },
        { role: 'analyst' },
        { password: 'another bridge, far away' },
      ]) {
        const { id, email } = await api.createUser('agent');
        const session = await sessionOf(email);
        expect((await session.get('/v1/session')).status).toBe(200);
        expect((await admin.patch(`/v1/users/${id}`, change)).status).toBe(200);
        expect((await session.get('/v1/session')).status).toBe(401);
      }
    });

    it('are marked Secure and bound to the host when PUBLIC_URL is https', async () => {
      const secure = await startApi({ env: { publicUrl: 'https://crm.example.test' } });
      try {
        const { email } = await secure.createUser('agent');
        const answer = await login(secure.anonymous, email);
        expect(answer.headers['set-cookie']).toMatch(
          /^__Host-saphan_session=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
        );
        expect((await (await secure.as('agent')).get('/v1/session')).status).toBe(200);
      } finally {
        await secure.close();
      }
    });
  });

  describe('a login that fails', () => {
    it('answers the same for an unknown account, a wrong password and a disabled account', async () => {
      const known = await api.createUser('agent');
      const disabled = await api.createUser('agent');
      await api.app.get(UserService).change(disabled.id, { disabled: true });
      const wrong = withoutId(await login(visitor(), known.email, 'not the password'));
      expect(wrong).toMatchObject({ status: 401, body: { code: 'login.failed', errors: [] } });
      expect(withoutId(await login(visitor(), 'nobody@saphan.test'))).toEqual(wrong);
      expect(withoutId(await login(visitor(), disabled.email))).toEqual(wrong);
    });

    it('takes as long for an unknown account as for a wrong password', async () => {
      const time = async (email: string): Promise<number> => {
        const before = process.hrtime.bigint();
        await login(visitor(), email, 'not the password');
        return Number(process.hrtime.bigint() - before) / 1e6;
      };
      const known: number[] = [];
      const unknown: number[] = [];
      for (let turn = 0; turn < 9; turn++) {
        const { email } = await api.createUser('agent');
        known.push(await time(email));
        unknown.push(await time(`nobody-${turn}@saphan.test`));
      }
      const median = (numbers: number[]): number => numbers.sort((a, b) => a - b)[4]!;
      const ratio = median(unknown) / median(known);
      expect(ratio).toBeGreaterThan(0.5);
      expect(ratio).toBeLessThan(2);
    });

    it('blocks the account for a growing time, whoever tries and from wherever', async () => {
      const { email } = await api.createUser('agent');
      for (let failure = 1; failure <= 5; failure++)
        expect((await login(visitor(), email, 'wrong')).status).toBe(401);
      const blocked = await login(visitor(), email);
      expect(blocked).toMatchObject({ status: 429, body: { code: 'login.blocked' } });
      expect(blocked.headers['retry-after']).toBe('30');
      clock.advance({ seconds: 30 });
      expect((await login(visitor(), email, 'wrong')).status).toBe(401);
      expect((await login(visitor(), email)).headers['retry-after']).toBe('60');
      clock.advance({ seconds: 60 });
      expect((await login(visitor(), email)).status).toBe(201);
      expect((await login(visitor(), email, 'wrong')).status).toBe(401);
      expect((await login(visitor(), email)).status).toBe(201);
    });

    it('blocks unknown accounts alike', async () => {
      for (let failure = 1; failure <= 5; failure++) await login(visitor(), 'no@saphan.test');
      const blocked = await login(visitor(), 'no@saphan.test');
      expect(blocked).toMatchObject({ status: 429, body: { code: 'login.blocked' } });
    });

    it('looks at five of a thousand tries made at once', async () => {
      const { email } = await api.createUser('agent');
      const tries = Array.from({ length: 1000 }, () => login(visitor(), email, 'wrong'));
      const answers = await Promise.all(tries);
      const count = (status: number) => answers.filter((answer) => answer.status === status).length;
      expect([count(401), count(429)]).toEqual([5, 995]);
    });

    it('is counted by address too', async () => {
      const here = api.anonymous.with({ 'x-forwarded-for': '198.51.100.7' });
      for (let turn = 0; turn < 30; turn++)
        expect((await here.post('/v1/session', {})).status).toBe(400);
      const limited = await here.post('/v1/session', {});
      expect(limited).toMatchObject({ status: 429, body: { code: 'rate.limited' } });
      expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
      expect((await visitor().post('/v1/session', {})).status).toBe(400);
    });
  });

  describe('requests of other sites', () => {
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.test' },
      { origin: 'null' },
      { referer: 'https://evil.test/' },
      { origin: 'https://evil.test', referer: `${publicUrl}/` },
    ];

    it('cannot change anything with a session', async () => {
      const { email } = await api.createUser('agent');
      const cookie = cookieOf(await login(visitor(), email));
      for (const headers of [{}, ...foreign]) {
        const answer = await api.anonymous.delete('/v1/session', { cookie, ...headers });
        expect(answer).toMatchObject({ status: 403, body: { code: 'csrf.origin' } });
      }
      expect((await api.anonymous.get('/v1/session', { cookie })).status).toBe(200);
      const own = { cookie, host: '10.0.0.5:3000', origin: 'http://10.0.0.5:3000' };
      expect((await api.anonymous.delete('/v1/session', own)).status).toBe(204);
    });

    it('cannot log anybody in', async () => {
      const { email } = await api.createUser('agent');
      for (const headers of foreign) {
        const answer = await login(visitor().with(headers), email);
        expect(answer).toMatchObject({ status: 403, body: { code: 'csrf.origin' } });
        expect(answer.headers['set-cookie']).toBeUndefined();
      }
      expect((await login(visitor().with({ origin: publicUrl }), email)).status).toBe(201);
    });
  });
});
