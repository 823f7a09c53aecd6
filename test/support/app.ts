import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { UserService, SessionService, type Role } from '#libs/access';
import { systemClock, type Clock } from '#libs/kernel';
import { type Env } from '#libs/platform';
import { ApiModule } from '../../apps/api/src/api.module.js';
import { sessionCookieName } from '../../apps/api/src/access/cookie.js';
import { configure, createAdapter } from '../../apps/api/src/configure.js';
import { migrations } from '../../migrations/index.js';
import { Client } from './client.js';
import { testEnv, testPassword } from './env.js';
import { createTestServers } from './servers.js';

export { publicUrl, testEnv, testPassword } from './env.js';

export interface TestApi {
  app: NestFastifyApplication;
  env: Env;
  /** Calls without credentials. */
  anonymous: Client;
  /** Calls as somebody of this role, logged in, from a page of ours. One user a role. */
  as(role: Role): Promise<Client>;
  /** Calls as this user, with a session of their own. */
  logIn(userId: string): Promise<Client>;
  /** Makes somebody with `testPassword`. */
  createUser(role: Role, email?: string): Promise<{ id: string; email: string }>;
  /** Listens on a free loopback port, for what needs a real connection. @returns its address */
  listen(): Promise<string>;
  /** Stops the API and drops the database. */
  close(): Promise<void>;
}

/**
 * Boots the real API in this process, on a database of its own.
 * @param options.env settings that differ from `testEnv`
 * @param options.databaseUrl leads to the database by another way, such as a proxy that can fail
 * @param options.migrate false leaves the database empty
 */
export async function startApi(
  options: {
    env?: Partial<Env>;
    clock?: Clock;
    migrate?: boolean;
    databaseUrl?: (url: string) => string;
  } = {},
): Promise<TestApi> {
  const servers = await createTestServers();
  const { clock = systemClock, migrate = true, databaseUrl = (url) => url } = options;
  const env: Env = {
    ...testEnv({ ...servers, databaseUrl: databaseUrl(servers.databaseUrl) }),
    ...options.env,
  };
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.forRoot({ env, migrations, clock }),
    createAdapter(),
    { abortOnError: false, bufferLogs: true },
  );
  if (migrate) await app.get(DataSource).runMigrations({ transaction: 'each' });
  await configure(app);
  const server = app.getHttpAdapter().getInstance();
  await server.ready();

  let count = 0;
  const createUser: TestApi['createUser'] = (role, email = `${role}-${++count}@saphan.test`) =>
    app.get(UserService).create({ email, name: role, role, password: testPassword });
  const people = new Map<Role, Promise<string>>();
  const anonymous = new Client(server);
  const logIn: TestApi['logIn'] = async (userId) => {
    const token = await app.get(SessionService).open(userId);
    return anonymous.with({ cookie: `${sessionCookieName(env)}=${token}`, origin: env.publicUrl });
  };
  return {
    app,
    env,
    anonymous,
    createUser,
    logIn,
    async as(role) {
      const person = people.get(role) ?? createUser(role).then(({ id }) => id);
      people.set(role, person);
      return logIn(await person);
    },
    async listen() {
      return app.listen(0, '127.0.0.1').then(() => app.getUrl());
    },
    async close() {
      await app.close();
      await servers.drop();
    },
  };
}
