import { until } from '../support/until.js';
import { addContacts, startWorld, type World } from '../support/world.js';

interface Shown {
  id: string;
  count: number;
  version: number;
  kept: { state: string; progress: number; version: number | null; members: number };
}
interface Estimate {
  count: number;
  low: number;
  high: number;
  exact: boolean;
  sampled: number;
  sentence: { en: string };
}
type Page<T> = { items: T[]; next: string | null };

const speaks = (language: string) => ({
  version: 1,
  where: { kind: 'text', field: 'language', operator: 'is', value: language },
});

let world: World;
let contacts: string[];

beforeAll(async () => {
  world = await startWorld();
  contacts = await addContacts(world, 10);
});

afterAll(() => world.close());

describe('kept segments over HTTP', () => {
  let segment: Shown;
  const shown = async () => (await world.marketer.get<Shown>(`/v1/segments/${segment.id}`)).body;

  it('are counted anew until a worker keeps them', async () => {
    const made = { name: 'Thai', rule: speaks('th') };
    segment = (await world.marketer.post<Shown>('/v1/segments', made)).body;
    expect(segment).toMatchObject({
      count: 5,
      kept: { state: 'off', progress: 1, version: null, members: 0 },
    });
  });

  it('show who is in and who entered or left, page by page', async () => {
    await world.work();
    await until(async () => (await shown()).kept.state === 'kept');
    expect(await shown()).toMatchObject({
      count: 5,
      kept: { version: 1, members: 5, progress: 1 },
    });
    const [leaver] = contacts;
    await world.marketer.patch(`/v1/contacts/${leaver}`, { language: 'en' });
    await until(async () => (await shown()).count === 4, 2);
    const members = `/v1/segments/${segment.id}/members`;
    type Member = { contactId: string; since: string };
    const first = (await world.marketer.get<Page<Member>>(`${members}?limit=3`)).body;
    const rest = (await world.marketer.get<Page<Member>>(`${members}?after=${first.next}`)).body;
    expect([first.items.length, rest.items.length, rest.next]).toEqual([3, 1, null]);
    const inside = [...first.items, ...rest.items].map(({ contactId }) => contactId);
    expect(inside).toEqual(contacts.filter((_, i) => i % 2 === 0 && i > 0));
    type Signal = { id: string; contactId: string; kind: string; cause: string; version: number };
    const signals = `/v1/segments/${segment.id}/signals`;
    const entered = (await world.marketer.get<Page<Signal>>(`${signals}?limit=5`)).body;
    expect(entered.items.map(({ kind }) => kind)).toEqual(Array(5).fill('entered'));
    const left = (await world.marketer.get<Page<Signal>>(`${signals}?after=${entered.next}`)).body;
    expect(left.items).toMatchObject([
      { contactId: leaver, kind: 'left', cause: 'change', version: 1 },
    ]);
  });

  it('are not there when the segment is not', async () => {
    const { status, body } = await world.marketer.get('/v1/segments/999/members');
    expect([status, body.code]).toEqual([404, 'segment.not_found']);
  });
});

describe('an estimate', () => {
  const estimate = (rule: object) =>
    world.marketer.post<Estimate>('/v1/segments/estimate', { rule });

  it('is the count while there are few contacts', async () => {
    const { body } = await estimate(speaks('en'));
    expect(body).toMatchObject({ count: 6, low: 6, high: 6, exact: true, sampled: 6 });
    expect(body.sentence.en).toBe('Contacts whose language is “en”');
  });

  it('names the place of a fault', async () => {
    const { status, body } = await estimate({ version: 1, where: { kind: 'odd' } });
    expect([status, body]).toEqual([400, expect.objectContaining({ code: 'rule.invalid' })]);
  });

  it('of many comes from a sample, with bounds that hold the count', async () => {
    const now = new Date();
    await world.database.execute(
      'INSERT INTO contact (external_id, language, created_at, updated_at) VALUES ?',
      [Array.from({ length: 20_000 }, (_, i) => [`many${i}`, i % 5 ? 'de' : 'fr', now, now])],
    );
    const rows = await world.database.query<{ id: string }>(
      "SELECT id FROM contact WHERE language = 'fr' LIMIT 3000",
    );
    await world.database.execute(
      "INSERT INTO event_name (id, name, created_at) VALUES (60000, 'many', NOW(3))",
    );
    await world.database.execute(
      `INSERT INTO event (contact_id, name_id, occurred_at, received_at, client_hash) VALUES ?`,
      [rows.map(({ id }) => [id, 60000, now, now, Buffer.from(id.padStart(16, '0'))])],
    );
    await world.database.execute(
      `INSERT INTO contact_event SELECT contact_id, name_id, '', 1, 0, occurred_at, occurred_at
       FROM event WHERE name_id = 60000`,
    );
    await world.database.execute('UPDATE segment_population SET sampled_at = NULL');
    const did = { kind: 'event', event: 'many', operator: 'at_least', times: 1 };
    const french = speaks('fr').where;
    for (const [where, count] of [
      [french, 4000],
      [did, 3000],
      [{ kind: 'all', of: [french, { kind: 'not', of: did }] }, 1000],
      [{ kind: 'list', field: 'tags', operator: 'is_not_empty' }, 0],
    ] as const) {
      const { body } = await estimate({ version: 1, where });
      expect(body.exact).toBe(false);
      expect(body.sampled).toBeGreaterThan(2000);
      expect(body.sampled).toBeLessThan(3000);
      expect(body.low).toBeLessThanOrEqual(count);
      expect(body.high).toBeGreaterThanOrEqual(count);
      expect(body.high - body.low).toBeLessThan(1000);
    }
  });
});
