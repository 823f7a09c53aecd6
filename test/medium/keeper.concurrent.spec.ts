import fc from 'fast-check';
import { replay, selectedBy } from '../support/kept-check.js';
import { startSegmentsWorld, type SegmentsWorld } from '../support/segments-world.js';

/** Chosen anew in each run. RULES_SEED repeats what is done, though not in which order. */
const SEED = Number(process.env.RULES_SEED ?? Date.now() % 2 ** 31);
const PEOPLE = 60;
const DEEDS = 60;

const speaks = (value: string) => ({ kind: 'text', field: 'country', operator: 'is', value });
const visited = (operator: string, times: number) => ({
  kind: 'event',
  event: 'visit',
  operator,
  times,
});
const conditions = [speaks('TH'), speaks('DE'), visited('at_least', 2), visited('at_most', 1)];

const deed = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ person: fc.nat(PEOPLE - 1), country: fc.constantFrom('TH', 'DE') }),
  },
  { weight: 6, arbitrary: fc.record({ person: fc.nat(PEOPLE - 1), visit: fc.constant(true) }) },
  { weight: 1, arbitrary: fc.record({ person: fc.nat(PEOPLE - 1), erase: fc.constant(true) }) },
  { weight: 2, arbitrary: fc.record({ segment: fc.nat(2), rule: fc.constantFrom(...conditions) }) },
);
type Deed = typeof deed extends fc.Arbitrary<infer D> ? D : never;

let world: SegmentsWorld;

beforeAll(async () => {
  world = await startSegmentsWorld();
});

afterAll(() => world.close());

/** What somebody else did first is no fault. */
const unlessLate = (work: Promise<unknown>) =>
  work.catch((error: unknown) => {
    const code = (error as { code?: string }).code;
    if (code !== 'contact.not_found' && code !== 'segment.version_conflict') throw error;
  });

describe('several processes that keep the same segments', () => {
  it('while people change, do, leave, and rules are edited, come to one exact end', async () => {
    const people: string[] = [];
    for (let i = 0; i < PEOPLE; i++)
      people.push((await world.contacts.create({ externalId: `p${i}`, country: 'TH' })).id);
    await world.did(people[0]!, 'visit');
    const segments: string[] = [];
    for (const where of conditions.slice(0, 3)) segments.push((await world.segment(where)).id);
    segments.push(
      (await world.segment({ kind: 'segment', operator: 'not_in', segment: segments[0]! })).id,
    );
    const others = [await world.another(), await world.another()];

    const take = async (one: Deed): Promise<void> => {
      if ('segment' in one) {
        const segment = await world.segments.get(segments[one.segment]!);
        await unlessLate(world.edit(segment, one.rule));
        return;
      }
      const id = people[one.person]!;
      if ('country' in one) await unlessLate(world.contacts.patch(id, { country: one.country }));
      else if ('erase' in one) await unlessLate(world.contacts.erase(id));
      else await world.did(id, 'visit').catch(() => undefined);
    };
    const actors = fc.sample(fc.array(deed, { minLength: DEEDS, maxLength: DEEDS }), {
      numRuns: 4,
      seed: SEED,
    });
    await Promise.all(
      actors.map(async (deeds) => {
        for (const one of deeds) await take(one);
      }),
    );
    for (const other of others) await other.stop();
    await world.settle();

    for (const id of segments) {
      const expected = await selectedBy(world.database, world.segments, id, world.clock.now());
      expect(await world.members(id)).toEqual(expected);
      expect(replay(await world.signals(id))).toEqual(expected);
    }
  }, 120_000);
});
