import type { EventNeeds, Facts, Schema } from '#libs/rules';
import { FactsLoader } from '#libs/segments';
import { startSegmentsWorld, type SegmentsWorld } from '../support/segments-world.js';

const DAY = 86_400_000;

let world: SegmentsWorld;
let id: string;
let other: string;
let ids: ReadonlyMap<string, number>;

const ago = (days: number) => new Date(world.clock.now().getTime() - days * DAY);

async function load(needs: { [event: string]: EventNeeds }): Promise<Facts> {
  const schema: Schema = {
    timeZone: 'UTC',
    field: () => undefined,
    event: (name) => ids.get(name),
    segment: () => undefined,
    list: () => undefined,
    campaign: () => undefined,
  };
  const asked = { fields: new Set<string>(), messages: false, lists: false, reach: false };
  const loaded = await world.app
    .get(FactsLoader)
    .load(
      world.database,
      [id, other, '99'],
      { ...asked, events: new Map(Object.entries(needs)) },
      schema,
      world.clock.now(),
    );
  expect([...loaded.keys()]).toEqual([id, other]);
  return loaded.get(id)!;
}

beforeAll(async () => {
  world = await startSegmentsWorld();
  id = (await world.contacts.create({ externalId: 'a' })).id;
  other = (await world.contacts.create({ externalId: 'b' })).id;
  for (const [days, value] of [
    [100, 1.25],
    [50, 2.5],
    [20, 4],
    [5, 8],
  ] as const)
    await world.did(id, 'purchase', { at: ago(days), value });
  await world.did(id, 'visit', { at: ago(40) });
  await world.did(id, 'visit', { at: ago(-0.02) });
  const rows = await world.database.query<{ id: number; name: string }>(
    'SELECT id, name FROM event_name',
  );
  ids = new Map(rows.map((row) => [row.name, row.id]));
});

afterAll(() => world.close());

describe('what contacts did', () => {
  it('is loaded back to the horizon, and summed up before', async () => {
    const facts = await load({ purchase: { last: 30 * DAY, properties: true, currency: true } });
    const { events: single, before } = facts.history('purchase');
    expect(single.map(({ at }) => at)).toEqual([ago(20), ago(5)]);
    expect(before).toHaveLength(2);
    for (const tally of before)
      expect(tally).toMatchObject({ times: 2, total: '3.7500', firstAt: ago(100) });
    expect(before.map(({ currency }) => currency).sort()).toEqual(['', 'THB']);
    expect(facts.history('visit')).toEqual({ events: [], before: [] });
  });

  it('is all there when all is asked for', async () => {
    const facts = await load({ purchase: { last: Infinity, properties: false, currency: false } });
    const { events: single, before } = facts.history('purchase');
    expect([single.length, before]).toEqual([4, []]);
    expect(single.map(({ decimal }) => decimal)).toEqual(['1.2500', '2.5000', '4.0000', '8.0000']);
  });

  it('tells the last instant even when nothing is within the horizon', async () => {
    const facts = await load({ purchase: { last: DAY, properties: false, currency: false } });
    expect(facts.history('purchase')).toEqual({
      events: [],
      before: [{ currency: '', times: 4, total: '15.7500', firstAt: ago(100), lastAt: ago(5) }],
    });
  });

  it('is read whole when a summary reaches into the future', async () => {
    const facts = await load({ visit: { last: DAY, properties: false, currency: false } });
    const { events: single, before } = facts.history('visit');
    expect([single.map(({ at }) => at), before]).toEqual([[ago(40), ago(-0.02)], []]);
  });

  it('of any name is that of all names', async () => {
    const facts = await load({ '*': { last: Infinity, properties: false, currency: false } });
    expect(facts.history('*').events).toHaveLength(6);
    const recent = await load({ '*': { last: 30 * DAY, properties: false, currency: false } });
    // One lies in the future: everything was read.
    expect(recent.history('*')).toMatchObject({ before: [] });
    expect(recent.history('*').events).toHaveLength(6);
  });
});
