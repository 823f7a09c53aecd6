import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AttributeService, ConsentService, ContactService, EventService } from '#libs/contacts';
import { Database, PlatformModule, type Env } from '#libs/platform';
import {
  Builder,
  Keeper,
  Planner,
  Reminding,
  SegmentService,
  SegmentWork,
  SegmentsWorkModule,
  type Segment,
} from '#libs/segments';
import { migrations } from '../../migrations/index.js';
import { VirtualClock } from './clock.js';
import { testEnv } from './env.js';
import { membersOf, signalsOf } from './kept-check.js';
import { createTestServers } from './servers.js';

/** Segments on a database of their own; work is done when the test says so. */
export interface SegmentsWorld {
  app: INestApplicationContext;
  env: Env;
  clock: VirtualClock;
  database: Database;
  attributes: AttributeService;
  contacts: ContactService;
  consents: ConsentService;
  events: EventService;
  segments: SegmentService;
  keeper: Keeper;
  planner: Planner;
  builder: Builder;
  /** Makes a segment of this condition. */
  segment(where: object): Promise<Segment>;
  /** Gives the segment another condition. */
  edit(segment: Segment, where: object): Promise<Segment>;
  /** Records that the contact did it, now or at an instant. */
  did(contactId: string, name: string, event?: { at?: Date; value?: number }): Promise<void>;
  /** Another process that keeps segments by itself, on the same database. */
  another(): Promise<{ stop(): Promise<void> }>;
  /** Judges all who wait. */
  keep(): Promise<void>;
  /** Builds and judges until nothing is left to be done. */
  settle(): Promise<void>;
  /** Who is in, in order of id. */
  members(segmentId: string): Promise<string[]>;
  /** `entered 12 change`, in their order. */
  signals(segmentId: string): Promise<string[]>;
  close(): Promise<void>;
}

export async function startSegmentsWorld(): Promise<SegmentsWorld> {
  const servers = await createTestServers();
  const env = testEnv(servers);
  const clock = new VirtualClock();
  const create = () => {
    const platform = PlatformModule.forRoot({ app: 'test', env, migrations, clock });
    const root = { module: class World {}, imports: [platform, SegmentsWorkModule] };
    return NestFactory.createApplicationContext(root, { logger: false });
  };
  const app = await create();
  await app.get(DataSource).runMigrations({ transaction: 'each' });
  const [keeper, planner, builder] = [app.get(Keeper), app.get(Planner), app.get(Builder)];
  const [segments, database] = [app.get(SegmentService), app.get(Database)];
  const events = app.get(EventService);
  let names = 0;
  /** Reminders are renewed as in a worker, however far the clock was turned. */
  const keep = async () => {
    while (await app.get(Reminding).renew());
    while (await keeper.keep());
  };
  return {
    app,
    env,
    clock,
    database,
    attributes: app.get(AttributeService),
    contacts: app.get(ContactService),
    consents: app.get(ConsentService),
    events,
    segments,
    keeper,
    planner,
    builder,
    segment: (where) =>
      segments.create({
        name: `Segment ${(names += 1)}`,
        description: '',
        rule: { version: 1, where },
      }),
    edit: async ({ id }, where) => {
      const { version } = await segments.get(id);
      return segments.update(id, { rule: { version: 1, where } }, version);
    },
    did: async (id, name, { at = clock.now(), value } = {}) => {
      const money = value === undefined ? {} : { value, currency: 'THB' };
      const event = { id: `e${(names += 1)}`, name, contact: { id }, at: at.toISOString() };
      const [outcome] = await events.ingest([{ ...event, ...money }], 'test');
      if (outcome?.status !== 'accepted') throw new Error(JSON.stringify(outcome));
    },
    async another() {
      const other = await create();
      const work = other.get(SegmentWork);
      work.start();
      return { stop: () => work.stop().then(() => other.close()) };
    },
    keep,
    async settle() {
      for (let more = true; more;) {
        // A building may wait for those who are still to be judged.
        await keep();
        const begun = await planner.begin();
        more = (await builder.step()) || begun;
      }
      await keep();
      await app.get(SegmentWork).sweep();
    },
    members: (id) => membersOf(database, id),
    signals: (id) => signalsOf(database, id),
    async close() {
      await app.close();
      await servers.drop();
    },
  };
}
