import { Controller, Get, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { RouteConfig, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { roles, scopesOf, type Role } from '#libs/access';
import { ApiModule } from '../../apps/api/src/api.module.js';
import { declaredRoutes, type DeclaredRoute } from '../../apps/api/src/access/declared-routes.js';
import { configure, createAdapter } from '../../apps/api/src/configure.js';
import { migrations } from '../../migrations/index.js';
import { startApi, type TestApi } from '../support/app.js';
import { Client } from '../support/client.js';

/** Routes that anybody may call; a new one is added here by hand, after a second thought. */
const publicRoutes = [
  'GET /docs',
  'GET /docs/assets/:file',
  'GET /docs/openapi.json',
  'GET /docs/start.js',
  'GET /health/live',
  'GET /health/ready',
  'GET /t/c/:token',
  'GET /t/o/:token',
  'GET /u/:token',
  'GET /v1/projects/:writeKey/settings',
  ...['a', 'alias', 'b', 'batch', 'g', 'group', 'i', 'identify', 'import', 'p', 'page', 's', 'screen', 't', 'track'].map((call) => `OPTIONS /v1/${call}`), // prettier-ignore
  'POST /u/:token',
  'POST /v1/session',
  ...['mailgun', 'postmark', 'sendgrid', 'ses', 'sms/inbound', 'sms/receipts', 'twilio/inbound', 'twilio/status/:seal'].map((provider) => `POST /v1/webhooks/${provider}`), // prettier-ignore
];

/** Not this machine, so that nothing is open for being near. */
const elsewhere = '203.0.113.9';

const call = (client: Client, { method, url }: DeclaredRoute) =>
  client.send(method as 'GET', url.replace(/:\w+/g, '1'), undefined, {}, elsewhere);

describe('every route', () => {
  let api: TestApi;
  let routes: DeclaredRoute[];

  beforeAll(async () => {
    api = await startApi();
    const all = declaredRoutes(api.app.getHttpAdapter().getInstance());
    routes = all.filter(({ method }) => method !== 'HEAD');
  });
  afterAll(() => api.close());

  const scoped = () =>
    routes.flatMap((route) => {
      const { access } = route;
      return access?.kind === 'scope' ? [{ route, scope: access.scope }] : [];
    });

  it('stands in the router that was walked', () => {
    const server = api.app.getHttpAdapter().getInstance();
    expect(routes.length).toBeGreaterThan(15);
    for (const { method, url } of routes) expect(server.hasRoute({ method, url })).toBe(true);
  });

  it('declares who may call it', () => {
    const silent = declaredRoutes(api.app.getHttpAdapter().getInstance()).filter((r) => !r.access);
    expect(silent).toEqual([]);
  });

  it('is public only when it is known to be, and says why', () => {
    const open = routes.filter(({ access }) => access?.kind === 'public');
    const names = open.map(({ method, url }) => `${method} ${url}`);
    expect(names.sort()).toEqual(publicRoutes);
    for (const { access } of open)
      expect((access as { why: string }).why.length).toBeGreaterThan(10);
  });

  it('answers 401 without credentials', async () => {
    const stranger = api.anonymous;
    for (const route of routes.filter(({ access }) => access?.kind !== 'public')) {
      const { status, body } = await call(stranger, route);
      expect([route.url, status, body.code]).toEqual([route.url, 401, 'access.unauthenticated']);
    }
  });

  it.each(roles)('lets a person of the role %s in by the scope alone', async (role: Role) => {
    const client = await api.as(role);
    for (const { route, scope } of scoped()) {
      const { body } = await call(client, route);
      const place = `${role} ${route.method} ${route.url}`;
      const holds = scopesOf(role).has(scope);
      expect([place, body.code === 'access.denied']).toEqual([place, !holds]);
    }
  });

  it('refuses a key that lacks its scope', async () => {
    const admin = await api.as('admin');
    for (const { route, scope } of scoped()) {
      const others = [...scopesOf('admin')].filter((other) => other !== scope);
      const made = await admin.post<{ key: string }>('/v1/api-keys', { name: 'x', scopes: others });
      const { status, body } = await call(api.anonymous.withKey(made.body.key), route);
      expect([route.url, status, body.code]).toEqual([route.url, 403, 'access.denied']);
    }
  });

  it('refuses a body field that it does not know, and names it', async () => {
    const admin = await api.as('admin');
    const { body: document } = await api.anonymous.get<Document>('/docs/openapi.json');
    const bodies = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(([, { requestBody }]) => isClosed(requestBody?.content['application/json']))
        .map(([method]) => ({ method: method.toUpperCase(), url: path.replace(/\{\w+\}/g, '1') })),
    );
    expect(bodies.length).toBeGreaterThan(3);
    for (const { method, url } of bodies) {
      const { status, body } = await admin.send<{ errors: object[] }>(method as 'POST', url, {
        'no/such~field': 1,
      });
      expect([url, status]).toEqual([url, 400]);
      const error = { place: '/no~1such~0field', code: 'request.unknown_field' };
      expect(body.errors).toContainEqual(expect.objectContaining(error));
    }
  });
});

interface Content {
  schema?: { additionalProperties?: boolean };
}

interface Document {
  paths: Record<string, Record<string, { requestBody?: { content: Record<string, Content> } }>>;
}

/** There is a body, and it does not say that it may hold what nobody knows, as client libraries' do. */
const isClosed = (content: Content | undefined): boolean =>
  content !== undefined && content.schema?.additionalProperties !== true;

@Controller('naked')
class NakedController {
  @Get()
  read(): string {
    return 'anybody may read this';
  }
}

/** Passes the walk over the router, and so shows that the guard is a line of its own. */
@Controller('half')
class HalfController {
  @Get()
  @RouteConfig({ access: { kind: 'public', why: 'a lie', perMinute: 1, ownOriginOnly: false } })
  read(): string {
    return 'anybody may read this';
  }
}

describe('a route that declares nothing', () => {
  let api: TestApi;
  const apps: NestFastifyApplication[] = [];

  beforeAll(async () => {
    api = await startApi({ migrate: false });
  });
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.close()));
    await api.close();
  });

  const boot = async (controller: Type): Promise<NestFastifyApplication> => {
    class Extended {}
    Module({
      imports: [ApiModule.forRoot({ env: api.env, migrations })],
      controllers: [controller],
    })(Extended);
    const app = await NestFactory.create<NestFastifyApplication>(Extended, createAdapter(), {
      abortOnError: false,
      bufferLogs: true,
    });
    apps.push(app);
    await configure(app);
    return app;
  };

  it('keeps the server from starting', async () => {
    const app = await boot(NakedController);
    await expect(app.listen(0, '127.0.0.1')).rejects.toThrow(
      'These routes do not declare who may call them: GET /naked, HEAD /naked.',
    );
  });

  it('is refused by the guard', async () => {
    const app = await boot(HalfController);
    const client = new Client(app.getHttpAdapter().getInstance());
    const answer = await client.get('/half');
    expect(answer).toMatchObject({ status: 403, body: { code: 'access.undeclared' } });
  });
});
