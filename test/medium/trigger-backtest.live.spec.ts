import fc from 'fast-check';
import { Builder, Keeper, Planner, SegmentWork } from '#libs/segments';
import { Stage } from '../support/triggers/stage.js';
import { cameLive, cameOf, tried } from '../support/triggers/tried.js';

/** Chosen anew in each run and shown when a test fails. */
const SEED = Number(process.env.BACKTEST_SEED ?? Date.now() % 2 ** 31);
const HOUR = 3_600_000;
const DAYS = 6;
const PEOPLE = 5;

interface Deed {
  hour: number;
  person: number;
  name: string;
  value: string;
  cart: string;
  /** Hours by which it comes in late; only what no segment speaks of does. */
  late: number;
}

const did = (event: string, times: number, hours: number) => ({
  kind: 'event',
  event,
  operator: 'at_least',
  times,
  window: { kind: 'last', span: { hours } },
});
const cart = { on: 'event', event: 'cart' };
const exit = { event: 'bought' };

/** What a campaign's trigger may say, alone and together; `active` is a segment that is kept. */
const triggers = (active: string): { trigger: object; among?: string }[] => [
  { trigger: { ...cart, delay: { hours: 5 }, reentry: { kind: 'once' }, exit } },
  {
    trigger: { ...cart, delay: { hours: 15 }, reentry: { kind: 'after', days: 2 } },
    among: active,
  },
  { trigger: { ...cart, reentry: { kind: 'per', key: 'properties.cart', days: 1 } } },
  { trigger: { ...cart, cap: { times: 2, days: 2 }, delay: { hours: 12 }, recheck: false, exit } },
  {
    trigger: {
      ...cart,
      where: [{ kind: 'number', field: 'value', operator: 'at_least', value: 3 }],
      quiet: { from: '21:00', to: '09:00', policy: 'later' },
      cap: { times: 1, days: 1 },
      exit: { rule: { version: 1, where: did('bought', 1, 20) } },
    },
    among: active,
  },
  {
    trigger: {
      ...cart,
      quiet: { from: '18:00', to: '11:00', policy: 'skip' },
      reentry: { kind: 'after', days: 1 },
    },
  },
  {
    trigger: {
      on: 'event',
      event: 'visited',
      delay: { hours: 5 },
      reentry: { kind: 'after', days: 1 },
      exit: { event: 'closed' },
    },
  },
  { trigger: { on: 'entered', segmentId: active } },
  {
    trigger: {
      on: 'entered',
      segmentId: active,
      delay: { hours: 9 },
      reentry: { kind: 'after', days: 1 },
      exit,
    },
  },
  { trigger: { on: 'left', segmentId: active, delay: { hours: 20 }, cap: { times: 1, days: 3 } } },
  { trigger: { on: 'calendar', every: 'day', at: '17:00', exit: exitRule() }, among: active },
];

function exitRule() {
  return { rule: { version: 1, where: did('bought', 2, 40) } };
}

describe('a backtest tells the story of the live trigger', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open('2027-05-31T17:00:00.000Z', PEOPLE);
  });
  afterAll(() => stage.close());

  const keep = async () => {
    const { worker } = stage;
    while (await worker.get(Keeper).keep());
    for (let more = true; more;) {
      const begun = await worker.get(Planner).begin();
      more = (await worker.get(Builder).step()) || begun;
    }
    while (await worker.get(Keeper).keep());
    await worker.get(SegmentWork).sweep();
    while (await worker.get(Keeper).keep());
  };

  const settle = async () => {
    await keep();
    await stage.settle();
  };

  it('for random people, whatever is said of the trigger', async () => {
    // Names that segments may speak of.
    for (const name of ['cart', 'bought', 'visited', 'closed'])
      await stage.event(1, name, { at: '2027-01-01T00:00:00Z' });
    const { body } = await stage.world.marketer.post('/v1/segments', {
      name: 'Active',
      rule: { version: 1, where: did('cart', 2, 30) },
    });
    const active = String(body.id);
    await keep();
    const all = triggers(active);
    const live: string[] = [];
    for (const { trigger, among } of all)
      live.push(await stage.begin(trigger, { segmentId: among ?? null }));
    const deed: fc.Arbitrary<Deed> = fc.record({
      hour: fc.integer({ min: 1, max: DAYS * 24 - 6 }),
      person: fc.integer({ min: 1, max: PEOPLE }),
      name: fc.constantFrom('cart', 'cart', 'bought', 'visited', 'closed'),
      value: fc.integer({ min: 1, max: 6 }).map(String),
      cart: fc.constantFrom('a', 'b'),
      late: fc.integer({ min: 0, max: 30 }),
    });
    const [deeds = []] = fc.sample(fc.array(deed, { minLength: 110, maxLength: 110 }), {
      numRuns: 1,
      seed: SEED,
    });
    const began = stage.clock.now().getTime();
    for (let hour = 1; hour <= DAYS * 24 - 5; hour += 1) {
      stage.clock.advance({ ms: began + hour * HOUR - stage.clock.now().getTime() });
      for (const each of deeds.filter((one) => one.hour === hour)) {
        const late = ['visited', 'closed'].includes(each.name) ? each.late * HOUR : 0;
        await stage.event(each.person, each.name, {
          value: each.value,
          properties: { cart: each.cart },
          at: new Date(stage.clock.now().getTime() - late).toISOString(),
        });
      }
      await settle();
      // What changes a millisecond after the hour, and what is due between two hours.
      for (const ms of [1, HOUR / 2 - 1]) {
        stage.clock.advance({ ms });
        await settle();
      }
    }
    const told = new Set<string>();
    for (const [index, { trigger, among }] of all.entries()) {
      const found = await tried(stage, { trigger, segmentId: among ?? null }, DAYS);
      expect(found.from).toBe('2027-05-31T17:00:00.000Z');
      const expected = await cameLive(stage, live[index]!);
      for (const line of expected.lines) told.add(line.split(' ')[1]!);
      expect({ seed: SEED, trigger, ...cameOf(found) }).toEqual({
        seed: SEED,
        trigger,
        ...expected,
      });
    }
    // All of them have something to tell.
    expect({ seed: SEED, several: told.size > 2 }).toEqual({ seed: SEED, several: true });
  });
});
