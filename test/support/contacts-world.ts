import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { Queue } from 'bullmq';
import { DataSource } from 'typeorm';
import {
  AttributeService,
  ConsentService,
  ContactService,
  ContactsJobsModule,
  EventService,
  ImportRunner,
  ImportService,
  importRun,
  SuppressionService,
  type Import,
  type ImportAdapterName,
  type ImportOptionsInput,
} from '#libs/contacts';
import { systemClock, type Clock } from '#libs/kernel';
import { Database, PlatformModule, type Env } from '#libs/platform';
import { migrations } from '../../migrations/index.js';
import { testEnv } from './env.js';
import { createTestServers } from './servers.js';

/** The contacts lib on a database of its own; work is done when the test says so. */
export interface ContactsWorld {
  app: INestApplicationContext;
  env: Env;
  /** Where imports wait for a worker. There is none: the test is the worker. */
  queue: Queue;
  database: Database;
  attributes: AttributeService;
  contacts: ContactService;
  consents: ConsentService;
  suppressions: SuppressionService;
  events: EventService;
  imports: ImportService;
  runner: ImportRunner;
  /** Makes an import of this file, not worked on yet. */
  upload(
    adapter: ImportAdapterName,
    file: Buffer | string,
    options?: UploadOptions,
  ): Promise<string>;
  /** Makes it and works it off. */
  import(
    adapter: ImportAdapterName,
    file: Buffer | string,
    options?: UploadOptions,
  ): Promise<Import>;
  /** The refused rows as the file that people fetch, without its byte order mark. */
  errorsOf(importId: string): Promise<string>;
  /** The one number that a query answers. */
  count(sql: string, values?: readonly unknown[]): Promise<number>;
  close(): Promise<void>;
}

export interface UploadOptions {
  options?: ImportOptionsInput;
  dryRun?: boolean;
}

export const neverAborted = new AbortController().signal;

/**
 * @param clock defaults to the machine's own
 * @param databaseUrl leads to the database by another way, such as a proxy that can fail
 */
export async function startContactsWorld(
  clock: Clock = systemClock,
  databaseUrl: (url: string) => string = (url) => url,
): Promise<ContactsWorld> {
  const servers = await createTestServers();
  const env = testEnv({ ...servers, databaseUrl: databaseUrl(servers.databaseUrl) });
  const connection = { url: env.redisUrl };
  const queue = new Queue(importRun.name, { prefix: env.queuePrefix, connection });
  const platform = PlatformModule.forRoot({ app: 'test', env, migrations, clock });
  const app = await NestFactory.createApplicationContext(
    { module: class World {}, imports: [platform, ContactsJobsModule] },
    { logger: false },
  );
  await app.get(DataSource).runMigrations({ transaction: 'each' });
  const [imports, runner, database] = [
    app.get(ImportService),
    app.get(ImportRunner),
    app.get(Database),
  ];
  const world: ContactsWorld = {
    app,
    env,
    queue,
    database,
    attributes: app.get(AttributeService),
    contacts: app.get(ContactService),
    consents: app.get(ConsentService),
    suppressions: app.get(SuppressionService),
    events: app.get(EventService),
    imports,
    runner,
    async upload(adapter, file, { options = {}, dryRun = false } = {}) {
      const { id } = await imports.create({
        adapter,
        fileName: 'test.csv',
        dryRun,
        options,
        createdBy: null,
      });
      await imports.receiveFile(id, piecesOf(Buffer.from(file)));
      return id;
    },
    async import(adapter, file, given) {
      const id = await world.upload(adapter, file, given);
      await runner.run(id, neverAborted);
      return imports.get(id);
    },
    async errorsOf(importId) {
      let text = '';
      for await (const part of imports.errorsCsv(importId)) text += part;
      return text.replace(/^\uFEFF/, '');
    },
    async count(sql, values) {
      const [row] = await database.query<{ n: string | number }>(sql, values);
      return Number(row?.n);
    },
    async close() {
      await app.close();
      await queue.obliterate({ force: true });
      await queue.close();
      await servers.drop();
    },
  };
  return world;
}

/** As an upload arrives: in parts of odd sizes. */
async function* piecesOf(file: Buffer): AsyncGenerator<Buffer> {
  const part = 60_013;
  for (let at = 0; at < file.length; at += part) yield file.subarray(at, at + part);
}
