import { startSegmentsWorld, type SegmentsWorld } from '../support/segments-world.js';

let world: SegmentsWorld;

beforeEach(async () => {
  world = await startSegmentsWorld();
});

afterEach(() => world.close());

const inCountry = (value: string) => ({ kind: 'text', field: 'country', operator: 'is', value });
const hasTag = (tag: string) => ({ kind: 'list', field: 'tags', operator: 'any_of', value: [tag] });
const bought = (times: number, days: number, operator = 'at_least') => ({
  kind: 'event',
  event: 'purchase',
  operator,
  times,
  window: { kind: 'last', span: { days } },
});
const inSegment = (segment: string, operator = 'in') => ({ kind: 'segment', operator, segment });

let people = 0;
const add = async (country: string) =>
  (await world.contacts.create({ country, externalId: `p${(people += 1)}` })).id;

describe('a kept segment', () => {
  it('begins with those who are in, and says so once', async () => {
    const [a, , c] = [await add('TH'), await add('DE'), await add('TH')];
    const { id } = await world.segment(inCountry('TH'));
    await world.settle();
    expect(await world.members(id)).toEqual([a, c]);
    expect(await world.signals(id)).toEqual([`entered ${a} rule`, `entered ${c} rule`]);
    await world.settle();
    expect(await world.signals(id)).toHaveLength(2);
  });

  it('follows edits, tags and erasure', async () => {
    const { id } = await world.segment(inCountry('TH'));
    const tagged = await world.segment(hasTag('vip'));
    await world.settle();
    const a = await add('TH');
    await world.keep();
    expect(await world.members(id)).toEqual([a]);
    await world.contacts.patch(a, { country: 'DE', addTags: ['vip'] });
    await world.keep();
    expect(await world.members(id)).toEqual([]);
    expect(await world.members(tagged.id)).toEqual([a]);
    expect(await world.signals(id)).toEqual([`entered ${a} change`, `left ${a} change`]);
    await world.contacts.erase(a);
    await world.keep();
    expect(await world.members(tagged.id)).toEqual([]);
    expect([...(await world.signals(id)), ...(await world.signals(tagged.id))]).toEqual([]);
  });

  it('follows events, late ones too, and the clock alone', async () => {
    const a = await add('TH');
    await world.did(a, 'purchase', { at: new Date('2026-01-01T00:00:00Z') });
    const active = await world.segment(bought(2, 30));
    const lost = await world.segment(bought(0, 30, 'at_most'));
    await world.settle();
    expect(await world.members(lost.id)).toEqual([a]);
    const began = world.clock.now();
    await world.did(a, 'purchase');
    await world.did(a, 'purchase', { at: new Date(began.getTime() - 10 * 86_400_000) });
    await world.keep();
    expect(await world.members(active.id)).toEqual([a]);
    expect(await world.members(lost.id)).toEqual([]);
    world.clock.advance({ days: 20 });
    await world.keep();
    expect(await world.members(active.id)).toEqual([a]);
    world.clock.advance({ ms: 1 });
    await world.keep();
    expect(await world.members(active.id)).toEqual([]);
    world.clock.advance({ days: 10 });
    await world.keep();
    expect(await world.members(lost.id)).toEqual([a]);
    expect(await world.signals(active.id)).toEqual([`entered ${a} change`, `left ${a} clock`]);
    expect(await world.signals(lost.id)).toEqual([
      `entered ${a} rule`,
      `left ${a} change`,
      `entered ${a} clock`,
    ]);
  });

  it('keeps reminders for the next days, and renews them each day', async () => {
    const [near, far] = [await add('TH'), await add('TH')];
    const ago = (days: number) => new Date(world.clock.now().getTime() - days * 86_400_000);
    await world.did(near, 'purchase', { at: ago(29) });
    await world.did(far, 'purchase', { at: ago(27) });
    await world.keep();
    const { id } = await world.segment(bought(1, 30));
    const reminded = async () => {
      const rows = await world.database.query<{ id: string }>(
        'SELECT contact_id AS id FROM segment_due WHERE segment_id = ? ORDER BY contact_id',
        [id],
      );
      return rows.map((row) => row.id);
    };
    await world.settle();
    expect(await reminded()).toEqual([near]);
    // What is judged leaves what is far off alone, too.
    const late = await add('TH');
    await world.did(late, 'purchase', { at: ago(27) });
    await world.keep();
    expect(await reminded()).toEqual([near]);
    world.clock.advance({ days: 1, ms: 2 });
    await world.settle();
    expect(await world.members(id)).toEqual([far, late]);
    expect(await reminded()).toEqual([far, late]);
    // A worker that slept for longer than reminders last.
    world.clock.advance({ days: 30 });
    await world.settle();
    expect(await world.members(id)).toEqual([]);
    expect(await world.signals(id)).toHaveLength(6);
  });

  it('judges an event of the future when its time has come', async () => {
    const a = await add('TH');
    await world.did(a, 'purchase', { at: new Date('2026-01-01T00:00:00Z') });
    const { id } = await world.segment(bought(1, 30));
    await world.settle();
    await world.did(a, 'purchase', { at: new Date(world.clock.now().getTime() + 600_000) });
    await world.keep();
    expect(await world.members(id)).toEqual([]);
    world.clock.advance({ minutes: 10 });
    await world.keep();
    expect(await world.members(id)).toEqual([a]);
  });
});

describe('a segment of segments', () => {
  it('changes with the others, and is built after them', async () => {
    const [a, b] = [await add('TH'), await add('DE')];
    const inner = await world.segment(inCountry('TH'));
    const outer = await world.segment(inSegment(inner.id, 'not_in'));
    const outermost = await world.segment(inSegment(outer.id, 'not_in'));
    await world.settle();
    expect(await world.members(outer.id)).toEqual([b]);
    await world.contacts.patch(a, { country: 'DE' });
    await world.keep();
    expect(await world.members(outer.id)).toEqual([a, b]);
    await world.edit(inner, inCountry('DE'));
    const order: string[] = [];
    for (let more = true; more;) {
      more = [await world.planner.begin(), await world.builder.step()].includes(true);
      await world.keep();
      const rows = await world.database.query<{ id: string }>(
        "SELECT segment_id AS id FROM segment_keep WHERE state = 'kept' AND generation = 2",
      );
      for (const { id } of rows) if (!order.includes(id)) order.push(id);
    }
    expect(order).toEqual([inner.id, outer.id, outermost.id]);
    expect(await world.members(inner.id)).toEqual([a, b]);
    expect(await world.members(outer.id)).toEqual([]);
    expect(await world.members(outermost.id)).toEqual([a, b]);
  });
});

describe('another rule', () => {
  it('serves when it is ready; until then the old one does', async () => {
    const [a, b] = [await add('TH'), await add('DE')];
    const segment = await world.segment(inCountry('TH'));
    await world.settle();
    await world.edit(segment, inCountry('DE'));
    await world.planner.begin();
    expect(await world.members(segment.id)).toEqual([a]);
    await world.builder.step();
    const c = await add('TH');
    await world.keep();
    expect(await world.members(segment.id)).toEqual([a, c]);
    await world.settle();
    expect(await world.members(segment.id)).toEqual([b]);
    expect(await world.signals(segment.id)).toEqual([
      `entered ${a} rule`,
      `entered ${c} change`,
      `left ${a} rule`,
      `left ${c} rule`,
      `entered ${b} rule`,
    ]);
    const versions = await world.database.query<{ version: number }>(
      'SELECT version FROM segment_signal WHERE segment_id = ? ORDER BY id',
      [segment.id],
    );
    expect(versions.map(({ version }) => version)).toEqual([1, 1, 2, 2, 2]);
  });

  it('keeps the time since when somebody has been in', async () => {
    const a = await add('TH');
    const segment = await world.segment(inCountry('TH'));
    await world.settle();
    const entered = world.clock.now();
    world.clock.advance({ days: 1 });
    const b = await add('DE');
    await world.edit(segment, { kind: 'text', field: 'country', operator: 'is_set' });
    world.clock.advance({ days: 1 });
    await world.settle();
    const rows = await world.database.query<{ id: string; since: Date }>(
      'SELECT contact_id AS id, since FROM segment_member WHERE segment_id = ?',
      [segment.id],
    );
    expect(rows).toEqual([
      { id: a, since: entered },
      { id: b, since: world.clock.now() },
    ]);
  });

  it('may be another one again while it is built', async () => {
    const [, b, c] = [await add('TH'), await add('DE'), await add('FR')];
    const segment = await world.segment(inCountry('TH'));
    await world.settle();
    await world.edit(segment, inCountry('DE'));
    await world.planner.begin();
    await world.builder.step();
    await world.contacts.patch(b, { country: 'FR' });
    await world.edit(segment, inCountry('FR'));
    await world.settle();
    expect(await world.members(segment.id)).toEqual([b, c]);
    const [left] = await world.database.query<{ n: string }>(
      'SELECT COUNT(*) AS n FROM segment_member',
    );
    expect(left!.n).toBe('2');
  });

  it('of another name or description builds nothing, but is of the new version', async () => {
    await add('TH');
    const segment = await world.segment(inCountry('TH'));
    await world.settle();
    await world.segments.update(segment.id, { description: 'Thailand' }, 1);
    await world.settle();
    const [keep] = await world.database.query(
      'SELECT state, generation, version FROM segment_keep WHERE segment_id = ?',
      [segment.id],
    );
    expect(keep).toEqual({ state: 'kept', generation: 1, version: 2 });
  });
});

describe('an archived segment', () => {
  it('lets everybody go, and takes them in again when it is restored', async () => {
    const a = await add('TH');
    const { id } = await world.segment(inCountry('TH'));
    await world.settle();
    await world.segments.archive(id);
    await world.settle();
    expect(await world.members(id)).toEqual([]);
    await world.contacts.patch(a, { city: 'Bangkok' });
    await world.keep();
    await world.segments.restore(id);
    await world.settle();
    expect(await world.members(id)).toEqual([a]);
    expect(await world.signals(id)).toEqual([
      `entered ${a} rule`,
      `left ${a} rule`,
      `entered ${a} rule`,
    ]);
  });
});

describe('signals that somebody waits for', () => {
  it('are handed on with the signal, whatever made it', async () => {
    const a = await add('TH');
    const segment = await world.segment(inCountry('TH'));
    await world.settle();
    await world.database.execute(
      "INSERT INTO feed_interest (kind, subject, owner) VALUES ('left', ?, 7), ('entered', ?, 7)",
      [segment.id, segment.id],
    );
    const b = await add('TH');
    await world.keep();
    await world.edit(segment, inCountry('DE'));
    await world.settle();
    const rows = await world.database.query(
      `SELECT f.kind, f.contact_id AS contact, s.cause FROM feed f
       JOIN segment_signal s ON s.id = f.ref AND s.kind = f.kind AND s.contact_id = f.contact_id
         AND s.segment_id = f.subject AND s.at = f.occurred_at ORDER BY f.id`,
    );
    expect(rows).toEqual([
      { kind: 'entered', contact: b, cause: 'change' },
      { kind: 'left', contact: a, cause: 'rule' },
      { kind: 'left', contact: b, cause: 'rule' },
    ]);
  });
});
