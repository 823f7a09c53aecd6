import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { Queue } from 'bullmq';
import fc from 'fast-check';
import { DataSource } from 'typeorm';
import {
  ContactService,
  ContactsJobsModule,
  EventService,
  MetricScorer,
  MetricService,
  MetricValues,
  metricScore,
  type MetricDeclaration,
  type MetricKind,
  type MetricValue,
} from '#libs/contacts';
import { Database, PlatformModule } from '#libs/platform';
import { MessagingModule } from '#libs/messaging';
import { SegmentsModule } from '#libs/segments';
import { migrations } from '../../../migrations/index.js';
import { VirtualClock } from '../clock.js';
import { testEnv } from '../env.js';
import { createTestServers } from '../servers.js';
import type { Remembered } from './naive.js';

const never = new AbortController().signal;
const DAY = 86_400_000;

/** Contacts, their events and metrics on a database of their own, and what a test knows of them. */
export class MetricsWorld {
  readonly remembered: Remembered[] = [];
  contacts: string[] = [];
  private serial = 0;

  private constructor(
    readonly app: INestApplicationContext,
    readonly clock: VirtualClock,
    /** Where scoring waits for a worker. There is none: the test is the worker. */
    readonly queue: Queue,
    private readonly drop: () => Promise<void>,
  ) {}

  static async start(): Promise<MetricsWorld> {
    const servers = await createTestServers();
    const env = testEnv(servers);
    const clock = new VirtualClock();
    const platform = PlatformModule.forRoot({
      app: 'test',
      env,
      migrations,
      clock,
    });
    const connection = { url: env.redisUrl };
    const queue = new Queue(metricScore.name, { prefix: env.queuePrefix, connection });
    const app = await NestFactory.createApplicationContext(
      {
        module: class World {},
        imports: [platform, ContactsJobsModule, SegmentsModule, MessagingModule],
      },
      { logger: false },
    );
    await app.get(DataSource).runMigrations({ transaction: 'each' });
    return new MetricsWorld(app, clock, queue, () => servers.drop());
  }

  get database(): Database {
    return this.app.get(Database);
  }

  async addContacts(count: number): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      const { id } = await this.app
        .get(ContactService)
        .create({ externalId: `m${(this.serial += 1)}` });
      this.contacts.push(id);
    }
  }

  declare(name: string, kind: MetricKind, more: Partial<MetricDeclaration> = {}) {
    return this.app.get(MetricService).declare({
      name,
      kind,
      event: 'purchased',
      currency: null,
      periodDays: null,
      labelEn: name,
      labelTh: name,
      ...more,
    });
  }

  /** What a worker does with the job. */
  async score(name: string): Promise<void> {
    const metric = (await this.app.get(MetricService).list()).find((one) => one.name === name);
    await this.app.get(MetricScorer).run(metric!.id, never);
  }

  /** Stores random events of the last `days`, some an hour ahead, many alike. */
  async happen(seed: number, count: number, days = 500): Promise<void> {
    const now = this.clock.now().getTime();
    const one = fc.record({
      contact: fc.constantFrom(...this.contacts.slice(0, -3)),
      name: fc.constantFrom('purchased', 'purchased', 'purchased', 'seen'),
      at: fc.oneof(
        fc.integer({ min: now - days * DAY, max: now + 3_600_000 }),
        fc.constantFrom(now, now - 30 * DAY, now - 365 * DAY, now - 365 * DAY + 1),
      ),
      money: fc.oneof(
        fc.constantFrom(['100', 'THB'], ['0.3', 'THB'], ['19.99', 'THB'], ['5', 'EUR'], null),
        fc.integer({ min: -1000, max: 1_000_000 }).map((n) => [(n / 100).toFixed(2), 'THB']),
      ),
    });
    const [events = []] = fc.sample(fc.array(one, { minLength: count, maxLength: count }), {
      numRuns: 1,
      seed,
    });
    const outcomes = await this.app.get(EventService).ingest(
      events.map(({ contact, name, at, money }) => ({
        id: `e${(this.serial += 1)}`,
        name,
        at: new Date(at).toISOString(),
        contact: { id: contact },
        ...(money && { value: money[0], currency: money[1] }),
      })),
      'test',
    );
    if (outcomes.some(({ status }) => status !== 'accepted')) throw new Error('An event is lost.');
    this.remembered.push(
      ...events.map(({ money, ...event }) => ({
        ...event,
        value: money ? Number(money[0]) : null,
        currency: money?.[1] ?? null,
      })),
    );
  }

  eventsOf(contact: string): Remembered[] {
    return this.remembered.filter((one) => one.contact === contact && one.name === 'purchased');
  }

  values(...names: string[]): Promise<Map<string, Map<string, MetricValue>>> {
    return this.app.get(MetricValues).load(this.database, this.contacts, names);
  }

  /** One metric of everybody, in the order of the contacts. */
  async all(name: string): Promise<(MetricValue | undefined)[]> {
    const values = await this.values(name);
    return this.contacts.map((id) => values.get(id)?.get(name));
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.queue.obliterate({ force: true });
    await this.queue.close();
    await this.drop();
  }
}
