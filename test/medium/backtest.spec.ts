import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { Queue } from 'bullmq';
import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { DAY, dayAt, dayText } from '#libs/kernel';
import { AttributeService, ContactService, EventService } from '#libs/contacts';
import { Database, PlatformModule } from '#libs/platform';
import { compile } from '#libs/rules';
import {
  BACKTEST_LIMITS,
  BacktestJobsModule,
  BacktestRunner,
  BacktestService,
  RuleService,
  SegmentService,
  backtestRun,
  type BacktestLimits,
  type ShownBacktest,
} from '#libs/segments';
import { migrations } from '../../migrations/index.js';
import { VirtualClock } from '../support/clock.js';
import { testEnv } from '../support/env.js';
import { createTestServers, type TestServers } from '../support/servers.js';

/** Chosen anew in each run and shown when a test fails. */
const SEED = Number(process.env.BACKTEST_SEED ?? Date.now() % 2 ** 31);
const HOUR = 3_600_000;
const DAYS = 6;
const PEOPLE = 60;
const zone = 'Asia/Bangkok';
const never = new AbortController().signal;

// 15:00 in Bangkok.
const clock = new VirtualClock('2026-11-22T08:00:00.000Z');
let servers: TestServers;
let app: INestApplicationContext;
let queue: Queue;
let backtests: BacktestService;
let database: Database;
const ids: string[] = [];

beforeAll(async () => {
  servers = await createTestServers();
  const env = testEnv(servers);
  const platform = PlatformModule.forRoot({ app: 'test', env, migrations, clock });
  queue = new Queue(backtestRun.name, {
    prefix: env.queuePrefix,
    connection: { url: env.redisUrl },
  });
  app = await NestFactory.createApplicationContext(
    { module: class World {}, imports: [platform, BacktestJobsModule] },
    { logger: false },
  );
  await app.get(DataSource).runMigrations({ transaction: 'each' });
  backtests = app.get(BacktestService);
  database = app.get(Database);
  app.get<BacktestLimits>(BACKTEST_LIMITS).chunk = 7;
  await populate();
});

afterAll(async () => {
  await app?.close();
  await queue?.obliterate({ force: true });
  await queue?.close();
  await servers?.drop();
});

/** Everything happens on the full hour, so that looking at each hour, and just after it, misses nothing. */
async function populate(): Promise<void> {
  const labels = { labelEn: 'renewal', labelTh: 'ต่ออายุ' };
  await app.get(AttributeService).declare({ name: 'renewal', type: 'datetime', ...labels });
  const now = clock.now().getTime();
  const hour = fc.integer({ min: -24 * (DAYS + 4), max: 1 }).map((n) => new Date(now + n * HOUR));
  const person = fc.record({
    country: fc.constantFrom('TH', 'DE', null),
    birthDate: fc.option(
      fc.integer({ min: -3, max: 12 }).map((n) => `1990-11-${String(14 + n)}`),
      { nil: null },
    ),
    renewal: fc.option(hour, { nil: null }),
    visits: fc.array(hour, { maxLength: 6 }),
    orders: fc.array(fc.tuple(hour, fc.integer({ min: 1, max: 9 })), { maxLength: 4 }),
  });
  const [people = []] = fc.sample(fc.array(person, { minLength: PEOPLE, maxLength: PEOPLE }), {
    numRuns: 1,
    seed: SEED,
  });
  const events: object[] = [];
  for (const { renewal, visits, orders, ...core } of people) {
    const { id } = await app.get(ContactService).create({
      ...core,
      externalId: `b${ids.length}`,
      attributes: renewal ? { renewal: renewal.toISOString() } : {},
    });
    ids.push(id);
    const contact = { id };
    for (const at of visits)
      events.push({ id: `${events.length}`, name: 'visited', at: at.toISOString(), contact });
    for (const [at, value] of orders)
      events.push({
        id: `${events.length}`,
        name: 'ordered',
        at: at.toISOString(),
        contact,
        value,
        currency: 'THB',
      });
  }
  await app.get(EventService).ingest(events, 'test');
}

const did = (event: string, operator: string, times: number, more: object = {}) => ({
  kind: 'event',
  event,
  operator,
  times,
  ...more,
});
const last = (span: object) => ({ window: { kind: 'last', span } });
const visited = did('visited', 'at_least', 2, last({ days: 2 }));
const quiet = did('visited', 'at_most', 0, last({ hours: 30 }));
const rules: readonly (readonly [string, object])[] = [
  ['did something twice lately', visited],
  [
    'did not, and is from somewhere',
    {
      kind: 'all',
      of: [quiet, { kind: 'text', field: 'country', operator: 'is', value: 'TH' }],
    },
  ],
  [
    'spent something for the second time',
    did('ordered', 'at_least', 2, {
      where: [{ kind: 'number', field: 'value', operator: 'at_least', value: 4 }],
    }),
  ],
  [
    'has a birthday soon',
    {
      kind: 'date',
      field: 'birthDate',
      operator: 'anniversary_within_next',
      value: { days: 2 },
    },
  ],
  [
    'is past a date',
    {
      kind: 'date',
      field: 'attributes.renewal',
      operator: 'more_than_ago',
      value: { hours: 12 },
    },
  ],
  ['did it today', did('visited', 'at_least', 1, last({ hours: 5 }))],
  ['either, or not', { kind: 'any', of: [{ kind: 'not', of: visited }, quiet] }],
];

interface Expected {
  members: number;
  entrants: number;
  days: { day: string; entered: number; left: number; members: number }[];
}

/** Asks the database who is in at every hour of the days, and a millisecond before and after. */
async function bruteForce(where: object, { from, to }: ShownBacktest): Promise<Expected> {
  const schema = await app.get(RuleService).schema();
  const rule = await app.get(RuleService).parse({ version: 1, where });
  const select = async (at: number): Promise<Set<string>> => {
    const { sql, parameters } = compile(rule, schema, new Date(at));
    return new Set((await database.query<{ id: string }>(sql, parameters)).map(({ id }) => id));
  };
  let inside = await select(from.getTime() - 1);
  const entrants = new Set<string>();
  const days = new Map<string, Expected['days'][number]>();
  const members = inside.size;
  for (let hour = from.getTime(); hour <= to.getTime(); hour += HOUR)
    for (const at of [hour, hour + 1].filter((instant) => instant <= to.getTime())) {
      const next = await select(at);
      const day = dayText(dayAt(at, zone));
      const own = days.get(day) ?? { day, entered: 0, left: 0, members: 0 };
      days.set(day, own);
      for (const id of ids) {
        if (next.has(id) && !inside.has(id)) {
          own.entered += 1;
          entrants.add(id);
        }
        if (!next.has(id) && inside.has(id)) own.left += 1;
      }
      inside = next;
      own.members = inside.size;
    }
  return { members, entrants: entrants.size, days: [...days.values()] };
}

const start = (where: object, share = 1) =>
  backtests.start({ rule: { version: 1, where }, days: DAYS, share }, null);

async function finished(where: object, share = 1): Promise<ShownBacktest> {
  const { id } = await start(where, share);
  await app.get(BacktestRunner).run(id, never);
  return backtests.get(id);
}

const figures = ({ members, entrants, days }: ShownBacktest): Expected => ({
  members,
  entrants,
  days: days.map(({ day, entered, left, members: then }) => ({
    day,
    entered,
    left,
    members: then,
  })),
});

describe('a backtest', () => {
  it.each(rules)('of who %s finds what asking at every instant finds', async (_, where) => {
    const found = await finished(where);
    expect(found).toMatchObject({ state: 'done', progress: 1, looked: PEOPLE, scaledBy: 1 });
    expect(found.from.toISOString()).toBe('2026-11-16T17:00:00.000Z');
    expect({ seed: SEED, ...figures(found) }).toEqual({
      seed: SEED,
      ...(await bruteForce(where, found)),
    });
  });

  it('keeps the segments that it refers to as they were', async () => {
    const segments = app.get(SegmentService);
    const rule = { version: 1, where: visited };
    const { id, version } = await segments.create({ name: 'Visitors', description: '', rule });
    const begun = await start({ kind: 'segment', operator: 'in', segment: id });
    await segments.update(id, { rule: { version: 1, where: { kind: 'everyone' } } }, version);
    await app.get(BacktestRunner).run(begun.id, never);
    expect(figures(await backtests.get(begun.id))).toEqual(figures(await finished(visited)));
  });

  it('goes on where it stopped, and counts nobody twice when two work on it', async () => {
    const expected = figures(await finished(visited));
    const limits = app.get<BacktestLimits>(BACKTEST_LIMITS);
    const { chunk } = limits;
    limits.chunk = 2;
    const { id } = await start(visited);
    const runner = app.get(BacktestRunner);
    let stops = 0;
    while ((await backtests.get(id)).state !== 'done') {
      const stop = new AbortController();
      const stopping = setTimeout(() => stop.abort(), 40);
      await Promise.all([runner.run(id, stop.signal), runner.run(id, stop.signal)]);
      clearTimeout(stopping);
      stops += 1;
    }
    limits.chunk = chunk;
    expect(stops).toBeGreaterThan(1);
    expect(await backtests.get(id)).toMatchObject({ looked: PEOPLE });
    expect(figures(await backtests.get(id))).toEqual(expected);
  });

  it('is handed on by the sweep, and stops for good when it is cancelled', async () => {
    await queue.obliterate({ force: true });
    const { id } = await start(visited);
    await queue.obliterate({ force: true });
    await backtests.sweep();
    await backtests.sweep();
    expect(await queue.count()).toBe(1);
    expect(await backtests.cancel(id)).toMatchObject({ state: 'cancelled', looked: 0 });
    expect(await backtests.cancel(id)).toMatchObject({ state: 'cancelled' });
    await app.get(BacktestRunner).run(id, never);
    expect(await backtests.get(id)).toMatchObject({ state: 'cancelled', looked: 0 });
    const done = await finished(visited);
    await expect(backtests.cancel(done.id)).rejects.toMatchObject({
      code: 'backtest.state_conflict',
    });
    await expect(backtests.get('999')).rejects.toMatchObject({ code: 'backtest.not_found' });
  });

  it('scales up a sample, and says by how much', async () => {
    const { looked, scaledBy, members } = await finished({ kind: 'everyone' }, 0.5);
    expect(looked).toBeGreaterThan(PEOPLE / 5);
    expect(looked).toBeLessThan((PEOPLE * 4) / 5);
    expect(scaledBy).toBeCloseTo(PEOPLE / looked);
    expect(members).toBe(PEOPLE);
  });

  it('tells which campaigns those got who would have entered', async () => {
    const where = did('visited', 'at_least', 1);
    const before = await finished(where);
    const first = await database.query<{ id: string; at: Date }>(
      `SELECT contact_id AS id, first_at AS at FROM contact_event s
       JOIN event_name n ON n.id = s.name_id WHERE n.name = 'visited'
         AND s.first_at BETWEEN ? AND ? ORDER BY s.contact_id LIMIT 3`,
      [before.from, new Date(before.to.getTime() - DAY)],
    );
    expect(first).toHaveLength(3);
    const mailing = async (campaign: number, name: string): Promise<string> => {
      const { insertId } = await database.execute(
        `INSERT INTO mailing (campaign_id, campaign_name, channel, purpose, template_version_id,
           sender, holdout_share, salt, uncertain_policy, created_at)
         VALUES (?, ?, 'email', 'marketing', 1, '{}', 0, '', 'hold', NOW(3))`,
        [campaign, name],
      );
      return insertId;
    };
    const deliver = (id: string, campaign: number, contact: string, at: number, state: string) =>
      database.execute(
        `INSERT INTO delivery (campaign_id, occurrence, contact_id, mailing_id, channel, purpose,
           state, due_at, planned_at, intent_at)
         VALUES (?, ?, ?, ?, 'email', 'marketing', ?, ?, ?, ?)`,
        [campaign, Math.abs(at % 1e6), contact, id, state, ...Array<Date>(3).fill(new Date(at))],
      );
    const [sale, news] = [await mailing(1, 'Sale'), await mailing(2, 'News')];
    const [a, b, c] = first.map(({ id, at }) => ({ id, at: at.getTime() }));
    await deliver(sale, 1, a!.id, a!.at - DAY, 'accepted');
    await deliver(sale, 1, a!.id, a!.at + DAY, 'uncertain');
    await deliver(sale, 1, b!.id, b!.at + HOUR, 'accepted');
    await deliver(news, 2, b!.id, b!.at, 'accepted');
    await deliver(news, 2, c!.id, c!.at + DAY + 1, 'accepted');
    await deliver(news, 2, c!.id, c!.at, 'failed');
    const found = await finished(where);
    expect(found.campaigns).toEqual([
      { campaignId: '1', name: 'Sale', contacts: 2, messages: 3 },
      { campaignId: '2', name: 'News', contacts: 1, messages: 1 },
    ]);
    expect(found.days.reduce((sum, { contacted }) => sum + contacted, 0)).toBe(2);
    expect(figures(found)).toEqual(figures(before));
  });

  it('writes nothing but its own row', async () => {
    const tables = await database.query<{ t: string }>(
      `SELECT table_name AS t FROM information_schema.tables
       WHERE table_schema = DATABASE() AND table_name <> 'backtest'`,
    );
    const sums = () =>
      database.query(`CHECKSUM TABLE ${tables.map(({ t }) => `\`${t}\``).join(', ')}`);
    const before = await sums();
    await finished(visited);
    expect(await sums()).toEqual(before);
  });

  it('refuses a rule that does not hold, and more than can be looked at', async () => {
    await expect(start({ kind: 'text' })).rejects.toMatchObject({ code: 'rule.invalid' });
    app.get<BacktestLimits>(BACKTEST_LIMITS).unfinished = 1;
    const { id } = await start(visited);
    await expect(start(visited)).rejects.toMatchObject({ code: 'backtest.too_many' });
    await backtests.cancel(id);
  });
});
