import {
  EventNames,
  FeedRepository,
  IntakeConsumer,
  IntakeService,
  IntakeWork,
} from '#libs/contacts';
import { Database } from '#libs/platform';
import { VirtualClock } from '../support/clock.js';
import { startContactsWorld, type ContactsWorld } from '../support/contacts-world.js';

let world: ContactsWorld;
let intake: IntakeService;
let consumer: IntakeConsumer;
const clock = new VirtualClock();
const source = 'key:1';

beforeAll(async () => {
  world = await startContactsWorld(clock);
  intake = world.app.get(IntakeService);
  consumer = world.app.get(IntakeConsumer);
  const labels = { labelEn: 'x', labelTh: 'x' };
  await world.attributes.declareAll([{ name: 'plan', type: 'text', ...labels }]);
});
afterAll(() => world.close());

type Message = Record<string, unknown>;
let count = 0;
const ago = (ms: number) => new Date(clock.now().getTime() - ms).toISOString();
const track = (fields: Message): Message => ({
  type: 'track',
  event: 'seen',
  messageId: `m${++count}`,
  timestamp: ago(1000),
  ...fields,
});
const identify = (fields: Message): Message => track({ type: 'identify', ...fields });

const send = (batch: readonly unknown[], options?: { history: boolean }) => {
  const json = { batch };
  return intake.acceptBatch({ bytes: Buffer.from(JSON.stringify(json)), json }, source, options);
};
const takeIn = async () => {
  while (await consumer.consume());
};
const tell = async (...batch: unknown[]) => {
  await send(batch);
  await takeIn();
};
const contactOf = async (externalId: string) =>
  (await world.contacts.list({ externalId }, { limit: 1 })).items[0];
/** Names of the events that the contact of this external id did, in order of time. */
const eventsOf = async (externalId: string) =>
  (
    await world.database.query<{ name: string }>(
      `SELECT n.name FROM event e JOIN event_name n ON n.id = e.name_id
       JOIN contact c ON c.id = e.contact_id WHERE c.external_id = ? ORDER BY e.occurred_at, e.id`,
      [externalId],
    )
  ).map(({ name }) => name);
const refusals = async () =>
  (
    await world.database.query<{ place: string; code: string }>(
      'SELECT place, code FROM intake_refusal ORDER BY id',
    )
  ).map(({ place, code }) => `${place} ${code}`);
const left = () => world.count('SELECT COUNT(*) AS n FROM intake');

beforeEach(() => world.database.execute('DELETE FROM intake_refusal'));

describe('who messages are about', () => {
  it('makes a contact of a userId that nobody has', async () => {
    await tell(track({ userId: 'new-1', event: 'Order Completed' }));
    expect(await contactOf('new-1')).toMatchObject({ email: null });
    expect(await eventsOf('new-1')).toEqual(['Order Completed']);
    const { id } = (await contactOf('new-1'))!;
    const noted = await world.database.query<{ topic: number }>(
      'SELECT topic FROM recheck WHERE contact_id = ? ORDER BY topic',
      [id],
    );
    expect(noted[0]).toEqual({ topic: 0 });
    expect(noted.length).toBe(2);
    expect(await left()).toBe(0);
  });

  it('finds people who came in by a file by their e-mail address', async () => {
    const { id } = await world.contacts.create({ email: 'file@example.test' });
    await tell(
      identify({ userId: 'file-1', traits: { email: 'File@example.test', plan: 'pro' } }),
      track({ userId: 'file-1' }),
    );
    expect(await contactOf('file-1')).toMatchObject({
      id,
      email: 'file@example.test',
      attributes: { plan: 'pro' },
    });
    expect(await eventsOf('file-1')).toEqual(['seen']);
  });

  it('never takes an address away from somebody else', async () => {
    await world.contacts.create({ email: 'taken@example.test', externalId: 'owner' });
    const traits = { email: 'taken@example.test', firstName: 'Malee' };
    await tell(identify({ userId: 'thief', traits }));
    expect(await contactOf('thief')).toMatchObject({ email: null, firstName: 'Malee' });
    expect(await refusals()).toEqual(['/traits/email contact.email_taken']);
  });

  it('knows a visitor by the e-mail address that they gave', async () => {
    await tell(
      track({ anonymousId: 'form', event: 'form seen' }),
      identify({ anonymousId: 'form', traits: { email: 'form@example.test' } }),
      track({ anonymousId: 'form', event: 'form sent' }),
      identify({ userId: 'form-1', traits: { email: 'form@example.test' } }),
    );
    expect(await eventsOf('form-1')).toEqual(['form seen', 'form sent']);
  });

  it('refuses what names nobody, each message alone', async () => {
    await tell(
      'nonsense',
      track({ userId: undefined }),
      identify({ anonymousId: 'nobody', traits: { firstName: 'x' } }),
      track({ userId: 'alone', event: '' }),
      identify({ userId: 'alone', traits: { email: 'nonsense', firstName: 'Malee' } }),
      track({ userId: 'alone', event: 'kept' }),
    );
    expect(await eventsOf('alone')).toEqual(['kept']);
    expect(await contactOf('alone')).toMatchObject({ firstName: 'Malee', email: null });
    expect((await refusals()).sort()).toEqual([
      ' intake.message_invalid',
      ' intake.nobody',
      ' intake.nobody',
      '/event event.name_invalid',
      '/traits/email email.invalid',
    ]);
    const text = JSON.stringify(await world.database.query('SELECT * FROM intake_refusal'));
    expect(text).not.toContain('Malee');
  });
});

describe('visitors', () => {
  it('bring what they did with them when they say who they are', async () => {
    await tell(
      track({ anonymousId: 'v1', event: 'first', timestamp: ago(60_000) }),
      track({ anonymousId: 'v1', event: 'second', timestamp: ago(50_000) }),
      track({ anonymousId: 'v2', event: 'other' }),
    );
    expect(await world.count('SELECT COUNT(*) AS n FROM anonymous_event')).toBe(3);
    await tell(
      track({ anonymousId: 'v1', event: 'third', timestamp: ago(40_000) }),
      identify({ userId: 'v-1', anonymousId: 'v1', timestamp: ago(30_000) }),
      track({ anonymousId: 'v1', event: 'fourth', timestamp: ago(20_000) }),
    );
    expect(await eventsOf('v-1')).toEqual(['first', 'second', 'third', 'fourth']);
    await tell(track({ anonymousId: 'v1', event: 'fifth' }));
    expect(await eventsOf('v-1')).toHaveLength(5);
    const { id } = (await contactOf('v-1'))!;
    const sums = 'SELECT SUM(times) AS n FROM contact_event WHERE contact_id = ?';
    expect(await world.count(sums, [id])).toBe(5);
    expect(await world.count('SELECT COUNT(*) AS n FROM anonymous_event')).toBe(1);
  });

  it('are linked by an alias, and by any message that names both', async () => {
    await tell(
      track({ anonymousId: 'a1', event: 'before' }),
      track({ type: 'alias', previousId: 'a1', userId: 'a-1' }),
      track({ anonymousId: 'b1', event: 'before' }),
      track({ anonymousId: 'b1', userId: 'b-1', event: 'both' }),
    );
    expect(await eventsOf('a-1')).toEqual(['before']);
    expect(await eventsOf('b-1')).toEqual(['before', 'both']);
  });

  it('become somebody else when somebody else logs in there', async () => {
    await tell(
      identify({ userId: 'one', anonymousId: 'shared' }),
      track({ anonymousId: 'shared', event: 'of one' }),
      identify({ userId: 'two', anonymousId: 'shared' }),
      track({ anonymousId: 'shared', event: 'of two' }),
    );
    await tell(track({ anonymousId: 'shared', event: 'of two again' }));
    expect(await eventsOf('one')).toEqual(['of one']);
    expect(await eventsOf('two')).toEqual(['of two', 'of two again']);
  });

  it('cannot be made of another contact', async () => {
    await tell(track({ userId: 'c-1' }), track({ userId: 'c-2' }));
    await tell(track({ type: 'alias', previousId: 'c-1', userId: 'c-2' }));
    expect(await refusals()).toEqual(['/previousId intake.alias_of_contact']);
  });

  it('are forgotten with what they did when they do not come back', async () => {
    await tell(track({ anonymousId: 'gone' }));
    clock.advance({ days: 91 });
    await world.app.get(IntakeWork).sweep();
    expect(await world.count('SELECT COUNT(*) AS n FROM anonymous_event')).toBe(0);
    const strangers = 'SELECT COUNT(*) AS n FROM anonymous WHERE contact_id IS NULL';
    expect(await world.count(strangers)).toBe(0);
  });
});

describe('the order of messages', () => {
  it('older traits only fill gaps', async () => {
    const newer = { firstName: 'New', plan: 'pro' };
    const older = { firstName: 'Old', lastName: 'Name', plan: 'free' };
    await tell(identify({ userId: 'late', traits: newer, timestamp: ago(1000) }));
    await tell(identify({ userId: 'late', traits: older, timestamp: ago(9000) }));
    expect(await contactOf('late')).toMatchObject({
      firstName: 'New',
      lastName: 'Name',
      attributes: { plan: 'pro' },
    });
    await tell(
      identify({ userId: 'late', traits: { firstName: 'Newest' }, timestamp: ago(500) }),
      identify({ userId: 'late', traits: { firstName: 'Old' }, timestamp: ago(600) }),
    );
    expect(await contactOf('late')).toMatchObject({ firstName: 'Newest' });
  });

  it('takes a value away with null', async () => {
    await tell(identify({ userId: 'null-1', traits: { firstName: 'A', plan: 'x' } }));
    await tell(identify({ userId: 'null-1', traits: { firstName: null, plan: null } }));
    expect(await contactOf('null-1')).toMatchObject({ firstName: null, attributes: {} });
  });

  it('keeps late events at their own time, and tells only of recent ones that were not imported', async () => {
    const database = world.app.get(Database);
    const nameId = (await world.app.get(EventNames).resolve(['bought'])).get('bought')!;
    const kind = { kind: 'event' as const, subject: String(nameId) };
    await world.app.get(FeedRepository).await(database, kind, '1');
    await database.execute('DELETE FROM feed');
    const bought = (timestamp: string) => track({ userId: 'l-1', event: 'bought', timestamp });
    await tell(bought(ago(23 * 3600_000)), bought(ago(25 * 3600_000)));
    await send([bought(ago(1000))], { history: true });
    await takeIn();
    await tell(track({ anonymousId: 'l1', event: 'bought', timestamp: ago(2000) }));
    await tell(identify({ anonymousId: 'l1', userId: 'l-1' }));
    const fed = await database.query<{ at: Date }>(
      'SELECT occurred_at AS at FROM feed ORDER BY id',
    );
    expect(fed.map(({ at }) => at.toISOString())).toEqual([ago(23 * 3600_000), ago(2000)]);
    expect(await eventsOf('l-1')).toHaveLength(4);
  });
});

describe('a message that comes again', () => {
  it('is stored once, in one batch, in another, as a visitor and as a person', async () => {
    const twice = track({ userId: 'd-1', event: 'once' });
    await tell(twice, twice);
    await tell(twice);
    expect(await eventsOf('d-1')).toEqual(['once']);
    const visited = track({ anonymousId: 'd1', event: 'visited' });
    await tell(visited, visited);
    await tell(visited);
    await tell(identify({ anonymousId: 'd1', userId: 'd-1' }));
    await tell(visited);
    expect((await eventsOf('d-1')).sort()).toEqual(['once', 'visited']);
  });

  it('is another one where another source sends it', async () => {
    const json = { batch: [track({ userId: 'd-2', messageId: 'same' })] };
    for (const from of ['key:1', 'key:2'])
      await intake.acceptBatch({ bytes: Buffer.from(JSON.stringify(json)), json }, from);
    await takeIn();
    expect(await eventsOf('d-2')).toHaveLength(2);
  });
});

describe('a message that cannot be taken in', () => {
  it('is put aside with its contents, and holds nobody up', async () => {
    await world.database.execute(
      'ALTER TABLE event ADD CONSTRAINT poison CHECK (value IS NULL OR value <> 666)',
    );
    const poison = (userId: string, value: number) =>
      track({ userId, properties: { value, currency: 'THB' } });
    for (let i = 0; i < 5; i++)
      await send([
        poison(`p-${i}`, 1),
        poison(`p-${i}`, i === 2 ? 666 : 2),
        track({ userId: `p-${i}` }),
      ]);
    await takeIn();
    await world.database.execute('ALTER TABLE event DROP CONSTRAINT poison');
    for (let i = 0; i < 5; i++) expect(await eventsOf(`p-${i}`)).toHaveLength(i === 2 ? 2 : 3);
    expect(await refusals()).toEqual([' intake.not_taken_in']);
    const [kept] = await world.database.query<{ message: string }>(
      'SELECT message FROM intake_refusal',
    );
    expect(JSON.parse(kept!.message)).toMatchObject({ userId: 'p-2', properties: { value: 666 } });
    expect(await left()).toBe(0);
  });

  it('is put aside with its row where that cannot be read', async () => {
    await world.database.execute(
      'INSERT INTO intake (received_at, messages, body) VALUES (?, 1, ?)',
      [clock.now(), '[{'],
    );
    await tell(track({ userId: 'after' }));
    expect(await eventsOf('after')).toHaveLength(1);
    expect(await refusals()).toEqual([' intake.not_taken_in']);
  });
});

describe('erasure', () => {
  it('is not undone by what came in before it', async () => {
    await tell(
      identify({ userId: 'e-1', anonymousId: 'e1', traits: { email: 'erased@example.test' } }),
    );
    const { id } = (await contactOf('e-1'))!;
    await send([
      track({ userId: 'e-1' }),
      track({ anonymousId: 'e1' }),
      identify({ userId: 'e-2', traits: { email: 'erased@example.test' } }),
      track({ userId: 'bystander' }),
    ]);
    await world.contacts.erase(id);
    await takeIn();
    expect(await contactOf('e-1')).toBeUndefined();
    expect(await contactOf('e-2')).toBeUndefined();
    expect(await eventsOf('bystander')).toHaveLength(1);
    const named = "SELECT COUNT(*) AS n FROM anonymous WHERE anonymous_id = 'e1'";
    expect(await world.count(named)).toBe(0);
    expect(await world.count('SELECT COUNT(*) AS n FROM anonymous_event')).toBe(0);
    clock.advance({ seconds: 1 });
    await tell(track({ userId: 'e-1' }));
    expect(await contactOf('e-1')).toMatchObject({ email: null });
  });
});

it('consumers that work at the same time store each message once, and lose no visitor', async () => {
  const visitors = Array.from({ length: 20 }, (_, i) => `w${i}`);
  for (const visitor of visitors) {
    await send([track({ anonymousId: visitor, event: 'before' })]);
    await send([identify({ anonymousId: visitor, userId: `u-${visitor}` })]);
    await send([
      track({ anonymousId: visitor, event: 'after' }),
      track({ userId: `u-${visitor}` }),
    ]);
  }
  const small = { rows: 1, messages: 1 };
  const worker = async () => {
    while (await consumer.consume(small));
  };
  await Promise.all([1, 2, 3].map(worker));
  await takeIn();
  for (const visitor of visitors) expect(await eventsOf(`u-${visitor}`)).toHaveLength(3);
  expect(await world.count('SELECT COUNT(*) AS n FROM anonymous_event')).toBe(0);
});
