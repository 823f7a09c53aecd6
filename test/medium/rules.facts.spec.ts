import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { type Connection, createConnection } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import fc from 'fast-check';
import { ChangeRepository, ConsentService, topics } from '#libs/contacts';
import {
  DeliveryWorkModule,
  FlushRepository,
  RecoveryRepository,
  TrackingTokens,
} from '#libs/messaging';
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
const modules = [SegmentsModule, ResponsesModule, DeliveryWorkModule];

const [population = []] = fc.sample(people(PEOPLE), { numRuns: 1, seed: SEED });

let servers: TestServers;
let app: INestApplicationContext;
let connection: Connection;

beforeAll(async () => {
  servers = await createTestServers();
  const platform = PlatformModule.forRoot({ app: 'test', env: testEnv(servers), migrations });
  app = await NestFactory.createApplicationContext(
    { module: class World {}, imports: [platform, ...modules] },
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

describe('messages', () => {
  const noted = async (): Promise<unknown[]> => {
    const database = app.get(Database);
    const rows = await database.query(
      'SELECT contact_id AS id, topic FROM recheck ORDER BY topic, contact_id',
    );
    await database.execute('DELETE FROM recheck');
    return rows;
  };
  const token = Buffer.alloc(16, 1);
  /** Messages to the contacts 1, 2, … under the same ids, each in a state. */
  const lay = async (...states: readonly string[]): Promise<void> => {
    await connection.query('TRUNCATE TABLE delivery');
    // The population may have left under the same id already.
    await connection.query('TRUNCATE TABLE response');
    await connection.query('DELETE FROM mailing');
    await connection.query(
      `INSERT INTO mailing (id, campaign_id, campaign_name, channel, purpose, template_version_id,
         sender, holdout_share, salt, uncertain_policy, created_at)
       VALUES (1, 1, 'x', 'email', 'marketing', 1, '{}', 0, '', 'hold', NOW(3))`,
    );
    await connection.query(
      `INSERT INTO delivery (id, campaign_id, contact_id, mailing_id, channel, purpose, state, token,
         due_at, planned_at, finished_at, lease_until) VALUES ?`,
      [
        states.map((state, index) => {
          const [id, at] = [index + 1, '2026-01-01'];
          const finished = state === 'accepted' ? at : null;
          return [id, 1, id, 1, 'email', 'marketing', state, token, at, at, finished, at];
        }),
      ],
    );
    await noted();
  };
  const sent = async (): Promise<object[]> =>
    app.get(Database).query('SELECT id, sent_at FROM delivery WHERE sent_at IS NOT NULL');

  it('are noted with their outcome once somebody has asked: sent is what was accepted or may have been', async () => {
    await lay('sending', 'sending', 'sending', 'sending');
    const ended = ['accepted', 'deferred', 'failed', 'uncertain'] as const;
    const outcomes = ended.map((state, index) => {
      const id = String(index + 1);
      const claim = { mailingId: '1', channel: 'email', purpose: 'marketing' } as const;
      const rest = { addressHash: token, attempts: 0, dueAt: new Date(), age: 0, token };
      const delivery = { id, contactId: id, ...claim, ...rest };
      const reply = { delaySeconds: 0, code: null, status: null, providerId: null };
      return { delivery, state, reason: null, ...reply };
    });
    const { messages: topic } = topics;
    await app
      .get(FlushRepository)
      .flush({ outcomes, refusals: [], postponements: [], intents: [] });
    expect(await noted()).toEqual([]);
    await lay('sending', 'sending', 'sending', 'sending');
    await app.get(ChangeRepository).want(app.get(Database), topic);
    await app
      .get(FlushRepository)
      .flush({ outcomes, refusals: [], postponements: [], intents: [] });
    expect(await noted()).toEqual(['1', '3', '4'].map((id) => ({ id, topic })));
    expect(await sent()).toMatchObject([{ id: '1' }, { id: '4' }]);
  });

  it('are noted when the process died, and evidence changes nothing more', async () => {
    await lay('sending');
    const recovery = app.get(RecoveryRepository);
    expect(await recovery.recover(['1'])).toMatchObject({ uncertain: 1 });
    expect(await noted()).toEqual([{ id: '1', topic: topics.messages }]);
    const before = await sent();
    expect(before).toHaveLength(1);
    expect(await recovery.confirm('1')).toBe(true);
    expect(await sent()).toEqual(before);
    expect(await noted()).toEqual([]);
  });

  it('are noted with what comes back', async () => {
    await store(connection, population);
    await lay('accepted');
    const tokens = app.get(TrackingTokens);
    const last = (url: string): string => url.split('/').at(-1)!.replace('.gif', '');
    const visitor = { method: 'GET', userAgent: 'Mozilla/5.0 (X11; Linux x86_64)', purpose: null };
    await app.get(TrackingService).open(last(tokens.openUrl('1')), visitor);
    expect(await noted()).toEqual([{ id: '1', topic: topics.messages }]);

    await connection.query('DELETE FROM consent_state');
    await app.get(UnsubscribeService).unsubscribe(last(tokens.unsubscribeUrl('1')), 'page');
    expect(await noted()).toEqual([
      { id: '1', topic: topics.person },
      { id: '1', topic: topics.messages },
    ]);
    const states = await app.get(ConsentService).states('1');
    expect(states).toContainEqual(
      expect.objectContaining({ purpose: 'marketing', granted: false }),
    );
  });
});
