import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { ConsentService, ContactService, SuppressionService } from '#libs/contacts';
import { AddressHasher, Database, PlatformModule } from '#libs/platform';
import { BacktestJobsModule, BacktestRunner, BacktestService } from '#libs/segments';
import { migrations } from '../../migrations/index.js';
import { VirtualClock } from '../support/clock.js';
import { testEnv } from '../support/env.js';
import { createTestServers, type TestServers } from '../support/servers.js';

// 15:00 in Bangkok.
const clock = new VirtualClock('2026-11-22T08:00:00.000Z');
let servers: TestServers;
let app: INestApplicationContext;
let database: Database;
let contact: string;

beforeAll(async () => {
  servers = await createTestServers();
  const platform = PlatformModule.forRoot({
    app: 'test',
    env: testEnv(servers),
    migrations,
    clock,
  });
  app = await NestFactory.createApplicationContext(
    { module: class World {}, imports: [platform, BacktestJobsModule] },
    { logger: false },
  );
  await app.get(DataSource).runMigrations({ transaction: 'each' });
  database = app.get(Database);
  ({ id: contact } = await app.get(ContactService).create({ email: 'malee@example.test' }));
});

afterAll(async () => {
  await app?.close();
  await servers?.drop();
});

/** Noon in Bangkok. */
const noon = (day: number): Date => new Date(Date.UTC(2026, 10, day, 5));

/** `18 entered`, by day of November. */
async function course(where: object): Promise<string[]> {
  const backtests = app.get(BacktestService);
  const { id } = await backtests.start({ rule: { version: 1, where }, days: 7, share: 1 }, null);
  await app.get(BacktestRunner).run(id, new AbortController().signal);
  const { state, days } = await backtests.get(id);
  expect(state).toBe('done');
  return days.flatMap(({ day, entered, left }) => [
    ...(entered ? [`${day.slice(-2)} entered`] : []),
    ...(left ? [`${day.slice(-2)} left`] : []),
  ]);
}

const message = (what: string, days?: number) => ({
  kind: 'message',
  operator: 'did',
  what,
  window: days ? { kind: 'last', span: { days } } : { kind: 'ever' },
});

describe('a backtest looks at', () => {
  it('messages as of each instant: sent, received until they bounced, opened', async () => {
    const { insertId: delivery } = await database.execute(
      `INSERT INTO delivery (campaign_id, occurrence, contact_id, mailing_id, channel, purpose,
         state, due_at, planned_at, intent_at, finished_at)
       VALUES (1, 1, ?, 1, 'email', 'marketing', 'accepted', ?, ?, ?, ?)`,
      [contact, ...Array<Date>(4).fill(noon(17))],
    );
    const respond = (kind: string, day: number) =>
      database.execute(
        `INSERT INTO response (delivery_id, campaign_id, contact_id, kind, actor, actor_reason,
           occurred_at) VALUES (?, 1, ?, ?, 'person', '', ?)`,
        [delivery, contact, kind, noon(day)],
      );
    await respond('open', 18);
    await respond('bounce', 20);
    expect(await course(message('sent'))).toEqual(['17 entered']);
    expect(await course(message('sent', 3))).toEqual(['17 entered', '20 left']);
    expect(await course(message('received'))).toEqual(['17 entered', '20 left']);
    expect(await course(message('opened', 1))).toEqual(['18 entered', '19 left']);
  });

  it('consent as of each instant, and suppression since it came', async () => {
    const reach = { kind: 'reach', operator: 'may', channel: 'email', purpose: 'marketing' };
    expect(await course(reach)).toEqual([]);
    await app.get(ConsentService).addWording({
      version: 'v1',
      channel: 'email',
      purpose: 'marketing',
      language: 'en',
      wording: 'Yes, please.',
    });
    const consents = app.get(ConsentService);
    const said = (day: number) =>
      ({
        contactId: contact,
        channel: 'email',
        purpose: 'marketing',
        source: 'test',
        occurredAt: noon(day),
      }) as const;
    await consents.grant({ ...said(17), wordingVersion: 'v1' });
    await consents.withdraw(said(19));
    await consents.grant({ ...said(20), wordingVersion: 'v1' });
    expect(await course(reach)).toEqual(['17 entered', '19 left', '20 entered']);
    // Without consent, an address is enough.
    expect(await course({ ...reach, purpose: 'transactional' })).toEqual([]);
    const addressHash = app.get(AddressHasher).hash('malee@example.test');
    await app
      .get(SuppressionService)
      .suppress([{ channel: 'email', addressHash, reason: 'manual', source: 'test' }]);
    await database.execute('UPDATE suppression SET created_at = ?', [noon(21)]);
    expect(await course(reach)).toEqual(['17 entered', '19 left', '20 entered', '21 left']);
    expect(await course({ ...reach, purpose: 'transactional' })).toEqual(['21 left']);
    expect(await course({ ...reach, operator: 'may_not' })).toEqual([
      '17 left',
      '19 entered',
      '20 left',
      '21 entered',
    ]);
  });

  it('lists since the contact was put on them', async () => {
    const { insertId: list } = await database.execute(
      "INSERT INTO list (name, name_fold, created_at) VALUES ('VIP', 'vip', NOW(3))",
    );
    await database.execute('INSERT INTO contact_list VALUES (?, ?, ?)', [list, contact, noon(18)]);
    const onList = { kind: 'on_list', operator: 'on', list };
    expect(await course(onList)).toEqual(['18 entered']);
    expect(await course({ kind: 'all', of: [onList, message('opened', 1)] })).toEqual([
      '18 entered',
      '19 left',
    ]);
  });
});
