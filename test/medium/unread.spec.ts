import { randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { Erasers } from '#libs/contacts';
import { AddressHasher, Database } from '#libs/platform';
import { InboundService } from '#libs/responses';
import { InboundNamed1764000000051 } from '../../migrations/1764000000051-inbound-named.js';
import { addContacts, startWorld, type World } from '../support/world.js';

/** What is kept beside the mails of a test. */
const others = 3000;

let world: World;
let inbound: InboundService;
let ids: string[];

beforeAll(async () => {
  world = await startWorld();
  ids = await addContacts(world, 5);
  inbound = world.api.app.get(InboundService, { strict: false });
  await keepOthers(others);
});

afterAll(() => world.close());

async function keepOthers(count: number): Promise<void> {
  const { database } = world;
  for (let done = 0; done < count; done += 1000) {
    const rows = Array.from({ length: Math.min(1000, count - done) }, () => [
      new Date(),
      'no_sender',
      randomBytes(32),
      'x',
    ]);
    const { insertId } = await database.execute(
      'INSERT INTO inbound_unread (received_at, why, identity, original) VALUES ?',
      [rows],
    );
    await database.execute('INSERT INTO inbound_named VALUES ?', [
      rows.map((_, n) => [randomBytes(32), String(BigInt(insertId) + BigInt(n))]),
    ]);
  }
}

const naming = (email: string) =>
  Buffer.from(`From: a@b.example.test\r\nSubject: failure notice\r\n\r\n<${email}>: ${randomBytes(4).toString('hex')}\r\n`); // prettier-ignore

const count = async (table: string): Promise<number> =>
  Number((await world.database.query<{ n: string }>(`SELECT COUNT(*) AS n FROM ${table}`))[0]!.n);

/** Erases in one transaction. @returns how many rows the server looked at for it */
const erase = (contactIds: string[]): Promise<number> =>
  world.api.app.get(Database).transaction(async (sql) => {
    const looked = async () => {
      const rows = await sql.query<{ Value: string }>("SHOW SESSION STATUS LIKE 'Handler_read%'");
      return rows.reduce((sum, { Value }) => sum + Number(Value), 0);
    };
    const before = await looked();
    await world.api.app.get(Erasers, { strict: false }).run(sql, contactIds);
    return (await looked()) - before;
  });

describe('mails that nobody could read', () => {
  it('go with whoever they name, and finding them reads few rows', async () => {
    await inbound.take(naming('c1@example.test'), []);
    await inbound.take(naming('C1@Example.test'), []);
    await inbound.take(naming('c2@example.test'), []);
    const before = await count('inbound_unread');
    expect(await erase([ids[0]!])).toBeLessThan(others / 4);
    expect(await count('inbound_unread')).toBe(before - 2);
    expect(await count('inbound_named WHERE unread_id NOT IN (SELECT id FROM inbound_unread)')).toBe(0); // prettier-ignore
    await erase([ids[1]!]);
    expect(await count('inbound_unread')).toBe(before - 3);
  });

  it('that a version before has kept, or still keeps, go as well', async () => {
    const hash = world.api.app.get(AddressHasher).hash('c3@example.test');
    await world.database.execute(
      `INSERT INTO inbound_unread (received_at, why, addresses, identity, original)
       VALUES (NOW(3), 'no_sender', ?, ?, 'x')`,
      [Buffer.concat([randomBytes(32), hash]), randomBytes(32)],
    );
    const before = await count('inbound_unread');
    expect(await erase([ids[2]!])).toBeLessThan(others / 4);
    expect(await count('inbound_unread')).toBe(before - 1);
  });

  it('are found by the version before, should it come back', async () => {
    await inbound.take(naming('c5@example.test'), []);
    const hash = world.api.app.get(AddressHasher).hash('c5@example.test');
    const migration = new InboundNamed1764000000051();
    const runner = world.api.app.get(DataSource).createQueryRunner();
    try {
      await migration.down(runner);
      const found = await world.database.query(
        'SELECT id FROM inbound_unread WHERE LOCATE(?, addresses) > 0',
        [hash],
      );
      expect(found).toHaveLength(1);
      await migration.up(runner);
    } finally {
      await runner.release();
    }
    const before = await count('inbound_unread');
    await erase([ids[4]!]);
    expect(await count('inbound_unread')).toBe(before - 1);
  });

  it('are one when they come twice', async () => {
    const raw = naming('c4@example.test');
    const before = await count('inbound_unread');
    for (let n = 0; n < 2; n += 1) await inbound.take(raw, []);
    expect(await count('inbound_unread')).toBe(before + 1);
  });

  it('are ten thousand at most: the oldest go, and whom they named', async () => {
    await keepOthers(7500);
    const [first] = await world.database.query<{ id: string }>('SELECT MIN(id) AS id FROM inbound_unread'); // prettier-ignore
    await inbound.sweep();
    expect(await count('inbound_unread')).toBe(10_000);
    expect(await count(`inbound_unread WHERE id = ${first!.id}`)).toBe(0);
    expect(await count('inbound_named WHERE unread_id NOT IN (SELECT id FROM inbound_unread)')).toBe(0); // prettier-ignore
    await inbound.sweep();
    expect(await count('inbound_unread')).toBe(10_000);
  });
});
