import { VirtualClock } from '../support/clock.js';
import { startContactsWorld, type ContactsWorld } from '../support/contacts-world.js';

let world: ContactsWorld;
const clock = new VirtualClock();
let ids: string[];

beforeAll(async () => {
  world = await startContactsWorld(clock);
  ids = [];
  for (const n of [1, 2, 3]) {
    const email = `c${n}@example.test`;
    const phone = n < 3 ? '081 234 5678' : '082 234 5678';
    ids.push((await world.contacts.create({ externalId: `c${n}`, email, phone })).id);
  }
});

afterAll(() => world.close());

const at = '2026-11-22T09:00:00+07:00';
const stored = () => world.count('SELECT COUNT(*) AS n FROM event');

describe('events', () => {
  it('are judged one by one', async () => {
    await world.database.execute('DELETE FROM recheck');
    const outcomes = await world.events.ingest(
      [
        {
          id: '1',
          name: 'purchased',
          at,
          contact: { email: 'C1@example.test' },
          value: '19.90',
          currency: 'THB',
        },
        { id: '2', name: 'purchased', at, contact: { externalId: 'c2' } },
        { id: '3', name: 'purchased', at, contact: { phone: '0822345678' } },
        { id: '4', name: 'purchased', at, contact: { id: ids[0] } },
        { id: '5', name: 'purchased', at, contact: { email: 'nobody@example.test' } },
        { id: '6', name: 'purchased', at, contact: { phone: '0812345678' } },
        { id: '7', name: 'purchased', contact: { id: ids[0] } },
        { id: '1', name: 'purchased', at, contact: { id: ids[0] } },
        'nonsense',
      ],
      'shop',
    );
    expect(
      outcomes.map((outcome) =>
        outcome.status === 'error' ? `${outcome.place} ${outcome.code}` : outcome.status,
      ),
    ).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'accepted',
      '/contact event.contact_unknown',
      '/contact contact.ambiguous',
      '/at event.at_invalid',
      'duplicate',
      ' event.invalid',
    ]);
    const noted = await world.database.query<{ contact_id: string }>(
      'SELECT DISTINCT contact_id FROM recheck WHERE topic > 0 ORDER BY contact_id',
    );
    expect(noted.map((row) => row.contact_id)).toEqual(ids);
    const [first] = await world.database.query<Record<string, unknown>>(
      `SELECT e.contact_id, n.name, e.occurred_at, e.received_at, e.value, e.currency
       FROM event e JOIN event_name n ON n.id = e.name_id ORDER BY e.id LIMIT 1`,
    );
    expect(first).toEqual({
      contact_id: ids[0],
      name: 'purchased',
      occurred_at: new Date(at),
      received_at: clock.now(),
      value: '19.9000',
      currency: 'THB',
    });
  });

  it('are stored once, however often and from wherever they come', async () => {
    const before = await stored();
    const batch = Array.from({ length: 300 }, (_, i) => ({
      id: `again-${i}`,
      name: `kind ${i % 7}`,
      at,
      contact: { id: ids[i % 3] },
      properties: { i, text: 'ก'.repeat(10) },
    }));
    const answers = await Promise.all(
      [batch, [...batch].reverse(), batch.slice(100)].map((part) =>
        world.events.ingest(part, 'shop'),
      ),
    );
    expect(await stored()).toBe(before + 300);
    const accepted = answers.flat().filter(({ status }) => status === 'accepted');
    expect(accepted).toHaveLength(300);
    expect(answers.flat().some(({ status }) => status === 'error')).toBe(false);
    expect(
      (await world.events.ingest(batch, 'another shop')).every((o) => o.status === 'accepted'),
    ).toBe(true);
  });

  it('are summed up for each contact, name and currency', async () => {
    const name = 'summed';
    const later = '2026-11-22T10:00:00+07:00';
    const contact = { id: ids[0] };
    await world.events.ingest([{ id: 's1', name, at: later, contact }], 'sums');
    await world.events.ingest(
      [
        { id: 's2', name, at, contact, value: '-0.0001', currency: 'THB' },
        { id: 's3', name, at: later, contact, value: '12.5', currency: 'THB' },
        { id: 's4', name, at: later, contact, value: 1, currency: 'EUR' },
      ],
      'sums',
    );
    await world.events.ingest([{ id: 's4', name, at: later, contact }], 'sums');
    const [first, last] = [new Date(at), new Date(later)];
    expect(
      await world.database.query(
        `SELECT s.currency, s.times, s.total, s.first_at, s.last_at FROM contact_event s
         JOIN event_name n ON n.id = s.name_id WHERE n.name = ? ORDER BY s.currency`,
        [name],
      ),
    ).toEqual([
      { currency: '', times: 4, total: '13.4999', first_at: first, last_at: last },
      { currency: 'EUR', times: 1, total: '1.0000', first_at: last, last_at: last },
      { currency: 'THB', times: 2, total: '12.4999', first_at: first, last_at: last },
    ]);
    const [row] = await world.database.query<{ last_event_at: Date }>(
      'SELECT last_event_at FROM contact WHERE id = ?',
      [ids[0]],
    );
    expect(row!.last_event_at).toEqual(last);
  });

  it('come in batches of a bounded size', async () => {
    const batch = Array.from({ length: 1001 }, () => ({}));
    await expect(world.events.ingest(batch, 'shop')).rejects.toMatchObject({
      code: 'event.batch_too_large',
    });
    expect(await world.events.ingest([], 'shop')).toEqual([]);
  });
});
