import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { type Connection, createConnection } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import fc from 'fast-check';
import { ConsentService, topics } from '#libs/contacts';
import { TrackingTokens } from '#libs/messaging';
import { Database, PlatformModule } from '#libs/platform';
import { evaluate } from '#libs/rules';
import { ResponsesModule, TrackingService, UnsubscribeService } from '#libs/responses';
import { RuleService, SegmentsModule } from '#libs/segments';
import { migrations } from '../../migrations/index.js';
import { instant, onOthers, people, rule } from '../support/rules/arbitraries.js';
import { factsOf, lists, schemaOf, store } from '../support/rules/world.js';
import { testEnv } from '../support/env.js';
import { createTestServers, type TestServers } from '../support/servers.js';

const SEED = Number(process.env.RULES_SEED ?? Date.now() % 2 ** 31);
const PEOPLE = 20;

let servers: TestServers;
let app: INestApplicationContext;
let connection: Connection;

beforeAll(async () => {
  servers = await createTestServers();
  const platform = PlatformModule.forRoot({ app: 'test', env: testEnv(servers), migrations });
  app = await NestFactory.createApplicationContext(
    { module: class World {}, imports: [platform, SegmentsModule, ResponsesModule] },
    { logger: false },
  );
  await app.get(DataSource).runMigrations({ transaction: 'each' });
  connection = await createConnection(servers.databaseUrl);
  const names = Object.entries(lists).map(([id, name]) => [id, name, name, '2026-01-01']);
  await connection.query('INSERT INTO list (id, name, name_fold, created_at) VALUES ?', [names]);
});

afterAll(async () => {
  await connection?.end();
  await app?.close();
  await servers?.drop();
});

describe('what is loaded of a contact', () => {
  const [population = []] = fc.sample(people(PEOPLE), { numRuns: 1, seed: SEED });
  const schema = schemaOf('Asia/Bangkok');

  it('is what the database says: an explanation agrees with memory and with the count', async () => {
    await store(connection, population);
    const rules = app.get(RuleService);
    await fc.assert(
      fc.asyncProperty(rule(onOthers), instant, async (one, now) => {
        for (const person of population.slice(0, 5)) {
          const { verdict, changesAt } = evaluate(one, factsOf(person), schema, now);
          const explained = await rules.explain(one, person.id ?? '', now);
          expect({ verdict: explained.verdict, changesAt: explained.changesAt }).toEqual({
            verdict,
            changesAt,
          });
        }
      }),
      { numRuns: 60, seed: SEED },
    );
  });
});

describe('what comes back', () => {
  const noted = async (): Promise<unknown[]> => {
    const database = app.get(Database);
    const rows = await database.query('SELECT contact_id AS id, topic FROM recheck ORDER BY topic');
    await database.execute('DELETE FROM recheck');
    return rows;
  };
  const visitor = { method: 'GET', userAgent: 'Mozilla/5.0 (X11; Linux x86_64)', purpose: null };

  it('is noted with the response itself', async () => {
    await connection.query('TRUNCATE TABLE delivery');
    await connection.query(
      `INSERT INTO mailing (id, campaign_id, campaign_name, channel, purpose, template_version_id,
         sender, holdout_share, salt, uncertain_policy, created_at)
       VALUES (1, 1, 'x', 'email', 'marketing', 1, '{}', 0, '', 'hold', NOW(3))`,
    );
    await connection.query(
      `INSERT INTO delivery (id, campaign_id, contact_id, mailing_id, channel, purpose, state, due_at,
         planned_at, finished_at)
       VALUES (7, 1, 3, 1, 'email', 'marketing', 'accepted', NOW(3), NOW(3), NOW(3))`,
    );
    const tokens = app.get(TrackingTokens);
    const token = (url: string): string => url.split('/').at(-1)!.replace('.gif', '');
    await noted();
    await app.get(TrackingService).open(token(tokens.openUrl('7')), visitor);
    expect(await noted()).toEqual([{ id: '3', topic: topics.messages }]);

    await app.get(UnsubscribeService).unsubscribe(token(tokens.unsubscribeUrl('7')), 'page');
    expect(await noted()).toEqual([
      { id: '3', topic: topics.person },
      { id: '3', topic: topics.messages },
    ]);
    const states = await app.get(ConsentService).states('3');
    expect(states).toContainEqual(
      expect.objectContaining({ purpose: 'marketing', granted: false }),
    );
  });
});
