import { UserService } from '#libs/access';
import { Database } from '#libs/platform';
import { startApi, testPassword, type TestApi } from '../support/app.js';
import type { Client } from '../support/client.js';

describe('users and keys', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  describe('API keys', () => {
    const make = async (scopes: string[], client?: Client) => {
      const admin = client ?? (await api.as('admin'));
      return admin.post<{ id: string; key: string; prefix: string; scopes: string[] }>(
        '/v1/api-keys',
        { name: 'web shop', scopes },
      );
    };

    it('may do what their scopes say, need no Origin, and are shown once', async () => {
      const made = await make(['users:manage', 'users:manage']);
      expect(made.status).toBe(201);
      expect(made.body.key).toMatch(new RegExp(`^sph_${made.body.prefix}_[\\w-]{43}$`));
      expect(made.body.scopes).toEqual(['users:manage']);
      const program = api.anonymous.withKey(made.body.key);
      expect((await program.get('/v1/users')).status).toBe(200);
      expect((await program.post('/v1/users', {})).status).toBe(400);
      const denied = await program.get('/v1/api-keys');
      expect(denied).toMatchObject({ status: 403, body: { code: 'access.denied' } });
      expect((await program.get('/v1/session')).body).toMatchObject({ kind: 'api_key' });
      const list = await (await api.as('admin')).get('/v1/api-keys');
      expect(list.text).toContain(made.body.prefix);
      expect(list.text).not.toContain(made.body.key.slice(-20));
    });

    it('end when they are revoked', async () => {
      const { body } = await make(['users:manage']);
      const program = api.anonymous.withKey(body.key);
      const admin = await api.as('admin');
      expect((await admin.delete(`/v1/api-keys/${body.id}`)).status).toBe(204);
      expect((await program.get('/v1/users')).status).toBe(401);
      expect((await admin.delete(`/v1/api-keys/${body.id}`)).status).toBe(204);
      const none = await admin.delete('/v1/api-keys/999999');
      expect(none).toMatchObject({ status: 404, body: { code: 'api_key.not_found' } });
    });

    it('hold no more than their maker does, not even later', async () => {
      const { id } = await api.createUser('admin');
      const maker = await api.logIn(id);
      const { body } = await make(['users:manage', 'contacts:read'], maker);
      const program = api.anonymous.withKey(body.key);
      const admin = await api.as('admin');
      await admin.patch(`/v1/users/${id}`, { role: 'analyst' });
      expect((await program.get('/v1/session')).body.scopes).toEqual(['contacts:read']);
      expect((await program.get('/v1/users')).status).toBe(403);
      await admin.patch(`/v1/users/${id}`, { disabled: true });
      expect((await program.get('/v1/session')).status).toBe(401);
    });

    it('cannot hand on what they do not hold', async () => {
      const { body } = await make(['keys:manage']);
      const answer = await make(['keys:manage', 'users:manage'], api.anonymous.withKey(body.key));
      expect(answer).toMatchObject({
        status: 400,
        body: {
          code: 'api_key.scope_not_held',
          errors: [{ place: '/scopes/1', code: 'api_key.scope_not_held' }],
        },
      });
    });

    it('are refused when they are not whole, without a look at the cookie', async () => {
      const agent = await api.as('agent');
      const { body } = await make(['contacts:read']);
      for (const authorization of [
        `Bearer ${body.key.slice(0, -1)}`,
        `Bearer ${body.key}x`,
        'Bearer',
        `Basic ${Buffer.from(`${body.key}:`).toString('base64')}`,
        '',
      ]) {
        const answer = await agent.get('/v1/session', { authorization });
        expect(answer).toMatchObject({ status: 401, body: { code: 'access.unauthenticated' } });
        expect(answer.headers['www-authenticate']).toBe('Bearer realm="saphan"');
      }
    });

    it('must name scopes that exist', async () => {
      const answer = await make(['contacts:read', 'everything']);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ errors: [{ place: '/scopes', code: 'request.is_in' }] });
    });
  });

  describe('users', () => {
    const somebody = {
      email: 'Suda@Example.test',
      name: 'สุดา',
      role: 'agent',
      password: testPassword,
    };

    it('are added once, and never show their password', async () => {
      const admin = await api.as('admin');
      const made = await admin.post('/v1/users', somebody);
      expect(made.status).toBe(201);
      expect(made.body).toEqual({
        id: expect.stringMatching(/^\d+$/) as string,
        email: 'suda@example.test',
        name: 'สุดา',
        role: 'agent',
        disabled: false,
        createdAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      });
      const again = await admin.post('/v1/users', { ...somebody, email: 'SUDA@example.test' });
      expect(again).toMatchObject({
        status: 409,
        body: { code: 'user.exists', errors: [{ place: '/email' }] },
      });
      const { id } = made.body as { id: string };
      expect((await admin.get(`/v1/users/${id}`)).body).toEqual(made.body);
      const changed = await admin.patch(`/v1/users/${id}`, { name: 'Suda' });
      expect(changed.body).toEqual({ ...made.body, name: 'Suda' });
    });

    it('need a password worth the name', async () => {
      const admin = await api.as('admin');
      const answer = await admin.post('/v1/users', { ...somebody, password: 'short' });
      expect(answer).toMatchObject({
        status: 400,
        body: { code: 'password.too_short', errors: [{ place: '/password' }] },
      });
    });

    it('are listed page by page, each once', async () => {
      for (let turn = 0; turn < 5; turn++) await api.createUser('agent');
      const admin = await api.as('admin');
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const url: string = `/v1/users?limit=3${after ? `&after=${after}` : ''}`;
        const { body } = await admin.get<{ items: { id: string }[]; next: string | null }>(url);
        expect(body.items.length).toBeLessThanOrEqual(3);
        seen.push(...body.items.map(({ id }) => id));
        after = body.next;
      } while (after);
      const [row] = await api.app
        .get(Database)
        .query<{ n: string }>('SELECT COUNT(*) AS n FROM user');
      expect(new Set(seen).size).toBe(seen.length);
      expect(String(seen.length)).toBe(String(row!.n));
    });

    it('keep one active admin at least, also when two leave at once', async () => {
      const alone = await startApi();
      try {
        const first = await alone.createUser('admin');
        const admin = await alone.as('admin');
        const me = (await admin.get<{ userId: string }>('/v1/session')).body.userId;
        const leave = (id: string) => alone.app.get(UserService).change(id, { role: 'agent' });
        const results = await Promise.allSettled([leave(first.id), leave(me)]);
        expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
        const failed = results.find((result) => result.status === 'rejected');
        expect(failed?.reason).toMatchObject({ code: 'user.last_admin', kind: 'conflict' });
        const stays = results[0].status === 'rejected' ? first.id : me;
        await expect(
          alone.app.get(UserService).change(stays, { disabled: true }),
        ).rejects.toMatchObject({ code: 'user.last_admin' });
      } finally {
        await alone.close();
      }
    });

    it('that do not exist are not found', async () => {
      const admin = await api.as('admin');
      for (const answer of [
        await admin.get('/v1/users/999999'),
        await admin.patch('/v1/users/999999', { name: 'x' }),
      ])
        expect(answer).toMatchObject({ status: 404, body: { code: 'user.not_found' } });
    });
  });
});
