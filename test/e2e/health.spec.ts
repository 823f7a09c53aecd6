import { startApi } from '../support/app.js';
import { DatabaseProxy } from '../support/database-proxy.js';

describe('health', () => {
  it('tells when Redis is away', async () => {
    const api = await startApi({ env: { redisUrl: 'redis://127.0.0.1:1' } });
    try {
      const answer = await api.anonymous.get('/health/ready');
      expect(answer).toMatchObject({ status: 503, body: { database: 'up', redis: 'down' } });
      expect((await (await api.as('admin')).get('/v1/users')).status).toBe(200);
    } finally {
      await api.close();
    }
  });

  it('is ready when the database, Redis and the migrations are', async () => {
    const api = await startApi();
    try {
      const answer = await api.anonymous.get('/health/ready');
      const up = { ready: true, database: 'up', redis: 'up', migrations: 'up' };
      expect(answer).toMatchObject({ status: 200, body: up });
    } finally {
      await api.close();
    }
  });

  it('is not ready before the newest migration has run, and lives all the same', async () => {
    const api = await startApi({ migrate: false });
    try {
      const answer = await api.anonymous.get('/health/ready');
      const body = { ready: false, database: 'up', redis: 'up', migrations: 'down' };
      expect(answer).toMatchObject({ status: 503, body });
      expect(await api.anonymous.get('/health/live')).toMatchObject({ status: 200 });
    } finally {
      await api.close();
    }
  });

  it('tells when the database is away; requests ask for another try, and find it again', async () => {
    const proxy = await DatabaseProxy.start();
    const api = await startApi({ databaseUrl: (url) => proxy.instead(url) });
    try {
      const admin = await api.as('admin');
      expect((await admin.get('/v1/users')).status).toBe(200);
      proxy.cut();
      const away = await admin.get('/v1/users');
      expect(away).toMatchObject({ status: 503, body: { code: 'unavailable' } });
      expect(away.headers['retry-after']).toBe('5');
      const ready = await api.anonymous.get('/health/ready');
      expect(ready).toMatchObject({ status: 503, body: { database: 'down', redis: 'up' } });
      expect((await api.anonymous.get('/health/live')).status).toBe(200);
      proxy.mend();
      expect((await admin.get('/v1/users')).status).toBe(200);
    } finally {
      await api.close();
      proxy.stop();
    }
  });
});
