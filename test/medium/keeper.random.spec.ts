import fc from 'fast-check';
import { replay, selectedBy } from '../support/kept-check.js';
import { startSegmentsWorld, type SegmentsWorld } from '../support/segments-world.js';

/** Chosen anew in each run; fast-check prints it with the counter-example. */
const SEED = Number(process.env.RULES_SEED ?? Date.now() % 2 ** 31);
const SCENARIOS = Number(process.env.KEEPER_CASES ?? 3);
const STEPS = 40;
const PEOPLE = 8;

const text = (value: string) => ({ kind: 'text', field: 'country', operator: 'is', value });
const tag = { kind: 'list', field: 'tags', operator: 'any_of', value: ['vip'] };
const did = (event: string, operator: string, times: number, hours: number) => ({
  kind: 'event',
  event,
  operator,
  times,
  window: { kind: 'last', span: { hours } },
});
const ever = { kind: 'event', event: 'visit', operator: 'at_least', times: 3 };
const birthday = {
  kind: 'date',
  field: 'birthDate',
  operator: 'anniversary_within_next',
  value: { days: 2 },
};
const recent = {
  kind: 'date',
  field: 'createdAt',
  operator: 'within_last',
  value: { hours: 20 },
};
const reached = { kind: 'reach', operator: 'may', channel: 'email', purpose: 'marketing' };

const simple: object[] = [
  text('TH'),
  tag,
  did('visit', 'at_least', 2, 24),
  did('purchase', 'at_most', 0, 12),
  did('visit', 'exactly', 1, 6),
  ever,
  birthday,
  recent,
  reached,
];

const condition = fc.oneof(
  fc.constantFrom(...simple),
  fc
    .tuple(fc.constantFrom('all', 'any'), fc.subarray(simple, { minLength: 2 }))
    .map(([kind, of]): object => ({ kind, of })),
  fc.constantFrom(...simple).map((of): object => ({ kind: 'not', of })),
);

const person = fc.nat(PEOPLE - 1);
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('patch'),
      person,
      country: fc.constantFrom('TH', 'DE'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('tag'), person, on: fc.boolean() }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('event'),
      person,
      name: fc.constantFrom('visit', 'purchase'),
      // Some late, some of the near future.
      hoursAgo: fc.constantFrom(0, 0, 0, 1, 5, 6, 12, 23, 24, 30, -0.5),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('consent'), person, granted: fc.boolean() }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('wait'),
      minutes: fc.constantFrom(1, 30, 60, 360, 720, 1440),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('edit'), segment: fc.nat(4), condition }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('build') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('archive'), segment: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('erase'), person }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('keep') }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** A world with five segments, two of which refer to others, and some people. */
class Scenario {
  readonly people: string[] = [];
  readonly segments: string[] = [];
  private serial = 0;

  constructor(private readonly world: SegmentsWorld) {}

  async begin(conditions: readonly object[]): Promise<void> {
    // Names of events are known before rules speak of them.
    const first = await this.born(0);
    await this.world.did(first, 'visit');
    await this.world.did(first, 'purchase');
    await this.world.contacts.erase(first);
    this.people.length = 0;
    for (const where of conditions) this.segments.push((await this.world.segment(where)).id);
    for (const operator of ['in', 'not_in'])
      this.segments.push(
        (await this.world.segment({ kind: 'segment', operator, segment: this.segments.at(-1) })).id,
      );
    for (let i = 0; i < PEOPLE; i++) await this.born(i);
  }

  private async born(place: number): Promise<string> {
    const { id } = await this.world.contacts.create({
      externalId: `p${(this.serial += 1)}`,
      email: `p${this.serial}@example.test`,
      country: place % 2 ? 'TH' : 'DE',
      birthDate: `1990-11-${String(20 + place).padStart(2, '0')}`,
    });
    this.people[place] = id;
    return id;
  }

  async take(step: Step): Promise<void> {
    const { world } = this;
    const id = 'person' in step ? this.people[step.person]! : '';
    const segmentId = 'segment' in step ? this.segments[step.segment]! : '';
    if ('country' in step) await world.contacts.patch(id, { country: step.country });
    else if ('on' in step)
      await world.contacts.patch(id, step.on ? { addTags: ['vip'] } : { removeTags: ['vip'] });
    else if ('hoursAgo' in step)
      await world.did(id, step.name, {
        at: new Date(world.clock.now().getTime() - step.hoursAgo * 3_600_000),
      });
    else if ('granted' in step) await this.consent(id, step.granted);
    else if ('minutes' in step) world.clock.advance({ minutes: step.minutes });
    else if ('condition' in step) await this.edit(segmentId, step.condition);
    else if (step.do === 'build') {
      await world.planner.begin();
      await world.builder.step();
    } else if (step.do === 'archive') await this.archive(segmentId);
    else if (step.do === 'erase' && 'person' in step) {
      await world.contacts.erase(id);
      await this.born(step.person);
    } else await world.keep();
  }

  private async consent(contactId: string, granted: boolean): Promise<void> {
    const aim = { contactId, channel: 'email', purpose: 'marketing', source: 'test' } as const;
    const { consents } = this.world;
    await (granted ? consents.grant({ ...aim, wordingVersion: 'v1' }) : consents.withdraw(aim));
  }

  /** The last two keep their references. */
  private async edit(id: string, where: object): Promise<void> {
    const segment = await this.world.segments.get(id);
    if (this.segments.indexOf(id) < 3 && !segment.archivedAt) await this.world.edit(segment, where);
  }

  /** Or restores it; those that others need stay. */
  private async archive(id: string): Promise<void> {
    const segment = await this.world.segments.get(id);
    if (segment.archivedAt) await this.world.segments.restore(id);
    else await this.world.segments.archive(id).catch(() => undefined);
  }

  /** Everything is as the compiled rules say, and signals replay to it. */
  async check(): Promise<void> {
    const { world } = this;
    await world.settle();
    for (const id of this.segments) {
      const { archivedAt } = await world.segments.get(id);
      const members = await world.members(id);
      expect(members).toEqual(
        archivedAt ? [] : await selectedBy(world.database, world.segments, id, world.clock.now()),
      );
      expect(replay(await world.signals(id))).toEqual(members);
    }
    const left = await world.database.query(
      'SELECT 1 FROM recheck UNION SELECT 1 FROM segment_touched',
    );
    expect(left).toEqual([]);
  }
}

describe('whatever happens', () => {
  it('memberships are what the compiled rules select, and signals tell how they came about', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(condition, { minLength: 3, maxLength: 3 }),
        fc.array(step, { minLength: STEPS, maxLength: STEPS }),
        async (conditions, steps) => {
          const world = await startSegmentsWorld();
          try {
            await world.consents.addWording({
              version: 'v1',
              channel: 'email',
              purpose: 'marketing',
              language: 'en',
              wording: 'I agree.',
            });
            const scenario = new Scenario(world);
            await scenario.begin(conditions);
            await scenario.check();
            for (const [index, one] of steps.entries()) {
              await scenario.take(one);
              if (index % 4 === 3) await scenario.check();
            }
          } finally {
            await world.close();
          }
        },
      ),
      { numRuns: SCENARIOS, seed: SEED, endOnFailure: true },
    );
  }, 120_000);
});
