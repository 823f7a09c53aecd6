import { DataSource } from 'typeorm';
import { comparable } from '#libs/rules';
import { ComparableEvents1764000000023 } from '../../migrations/1764000000023-comparable-events.js';
import { startSegmentsWorld, type SegmentsWorld } from '../support/segments-world.js';

describe('events from before properties could be compared', () => {
  let world: SegmentsWorld;

  beforeAll(async () => {
    world = await startSegmentsWorld();
  });

  afterAll(() => world.close());

  it('are given the form in which rules compare them', async () => {
    const { id } = await world.contacts.create({ externalId: 'old' });
    const count = 1203;
    const properties = (n: number) => ({ order: { n }, city: n % 2 ? 'เชียงใหม่' : 'Chiang Mai' });
    await world.database.execute("INSERT INTO event_name (id, name, created_at) VALUES (9, 'old', NOW(3))"); // prettier-ignore
    await world.database.execute(
      `INSERT INTO event (contact_id, name_id, occurred_at, received_at, client_hash, properties) VALUES ?`,
      [
        Array.from({ length: count }, (_, n) => {
          const hash = Buffer.from(String(n).padStart(16, '0'));
          const json = n === 7 ? null : JSON.stringify(properties(n));
          return [id, 9, '2026-01-01', '2026-01-01', hash, json];
        }),
      ],
    );
    const runner = world.app.get(DataSource).createQueryRunner();
    try {
      // Begun again, it finds nothing left to do.
      for (let i = 0; i < 2; i += 1) await new ComparableEvents1764000000023().up(runner);
    } finally {
      await runner.release();
    }
    const rows = await world.database.query<{ comparable: string | object | null }>(
      'SELECT comparable FROM event ORDER BY id',
    );
    expect(rows).toHaveLength(count);
    for (const [n, row] of rows.entries()) {
      const form: unknown =
        typeof row.comparable === 'string' ? JSON.parse(row.comparable) : row.comparable;
      expect(form).toEqual(n === 7 ? null : { ...comparable(properties(n)) });
    }
  });
});
