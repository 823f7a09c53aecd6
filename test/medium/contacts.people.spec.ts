import { AddressHasher } from '#libs/platform';
import { VirtualClock } from '../support/clock.js';
import { startContactsWorld, type ContactsWorld } from '../support/contacts-world.js';
import { grepDatabase } from '../support/grep-the-world.js';

let world: ContactsWorld;
const clock = new VirtualClock();

beforeAll(async () => {
  world = await startContactsWorld(clock);
  for (const [name, type] of [
    ['tier', 'text'],
    ['visits', 'number'],
    ['active', 'boolean'],
    ['joined', 'date'],
    ['seen', 'datetime'],
    ['likes', 'list'],
  ] as const)
    await world.attributes.declare({ name, type, labelEn: name, labelTh: name });
  for (const channel of ['email', 'sms'] as const)
    await world.consents.addWording({
      version: 'v1',
      channel,
      purpose: 'marketing',
      language: 'th',
      wording: 'ยินยอมรับข่าวสาร',
    });
});

afterAll(() => world.close());

const attributes = {
  tier: 'ทอง',
  visits: 2.5,
  active: false,
  joined: '2024-02-29',
  seen: '2026-11-01T07:00:00+07:00',
  likes: ['ชา', 'กาแฟ'],
};

/** The code of the failure, with the places it names. */
const failure = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    ({ code, places = [] }: { code: string; places?: { place: string; code: string }[] }) =>
      [code, ...places.map((place) => `${place.place} ${place.code}`)].join('; '),
  );

describe('contacts', () => {
  it('keep what they are given, in canonical form', async () => {
    const made = await world.contacts.create({
      email: 'Malee@Example.test',
      phone: '081 234 5678',
      firstName: ' มาลี ',
      language: 'TH',
      timeZone: 'asia/bangkok',
      country: 'th',
      city: 'เชียงใหม่',
      birthDate: '1990-02-28',
      attributes,
      addTags: ['VIP', 'vip', 'New'],
    });
    const found = await world.contacts.get(made.id);
    expect(found).toEqual(made);
    expect(found).toMatchObject({
      externalId: null,
      email: 'malee@example.test',
      phone: '+66812345678',
      firstName: 'มาลี',
      language: 'th',
      timeZone: 'Asia/Bangkok',
      country: 'TH',
      birthDate: '1990-02-28',
      attributes: { ...attributes, seen: '2026-11-01T00:00:00.000Z' },
      tags: ['new', 'vip'],
      consents: [],
      createdAt: clock.now(),
    });
    const [row] = await world.database.query<Record<string, unknown>>(
      'SELECT email_hash, phone_hash, city_fold FROM contact WHERE id = ?',
      [made.id],
    );
    const hasher = world.app.get(AddressHasher);
    expect(row).toEqual({
      email_hash: hasher.hash('malee@example.test'),
      phone_hash: hasher.hash('+66812345678'),
      city_fold: 'เชียงใหม่',
    });
  });

  it('change what is named and nothing else', async () => {
    const { id } = await world.contacts.create({ externalId: 'change', city: 'ตาก', attributes });
    clock.advance({ minutes: 1 });
    const changed = await world.contacts.patch(id, {
      city: null,
      firstName: 'ใหม่',
      attributes: { tier: null, likes: ['นม'], visits: 3 },
      addTags: ['a'],
    });
    expect(changed).toMatchObject({
      externalId: 'change',
      city: null,
      firstName: 'ใหม่',
      tags: ['a'],
    });
    expect(changed.attributes).toEqual({
      active: false,
      joined: '2024-02-29',
      seen: '2026-11-01T00:00:00.000Z',
      likes: ['นม'],
      visits: 3,
    });
    expect(changed.updatedAt).toEqual(clock.now());
    expect((await world.contacts.patch(id, { removeTags: ['a'] })).tags).toEqual([]);
  });

  it('name every fault at once, and write nothing then', async () => {
    const before = await world.count('SELECT COUNT(*) AS n FROM contact');
    const bad = world.contacts.create({
      email: 'Malee <malee@example.test>',
      birthDate: '2600-01-01',
      attributes: { tier: 7, surprise: 1 },
      addTags: ['ok', ''],
    });
    expect(await failure(bad)).toBe(
      'contact.invalid; /email email.local_part; /birthDate birth_date.future; ' +
        '/attributes/tier attribute.not_a_text; /attributes/surprise attribute.unknown; ' +
        '/addTags/1 tag.invalid',
    );
    expect(await failure(world.contacts.create({ city: 'ตาก' }))).toMatch(/^contact.no_identity/);
    expect(await world.count('SELECT COUNT(*) AS n FROM contact')).toBe(before);
  });

  it('share no address, even when two come at the same time', async () => {
    const email = 'same@example.test';
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => failure(world.contacts.create({ email }))),
    );
    expect(answers.sort()).toEqual([
      ...Array<string>(4).fill('contact.email_taken; /email contact.email_taken'),
      'none',
    ]);
  });

  it('are listed in pages and found by what they have', async () => {
    for (let i = 0; i < 3; i++)
      await world.contacts.create({ externalId: `page-${i}`, addTags: ['paged'] });
    const first = await world.contacts.list({ tag: 'Paged' }, { limit: 2 });
    expect(first.items.map(({ externalId }) => externalId)).toEqual(['page-0', 'page-1']);
    const rest = await world.contacts.list({ tag: 'paged' }, { limit: 2, after: first.next! });
    expect(rest.items.map(({ externalId }) => externalId)).toEqual(['page-2']);
    expect(rest.next).toBeNull();
    const found = await world.contacts.list({ email: 'MALEE@example.test' }, { limit: 9 });
    expect(found.items).toHaveLength(1);
  });

  it('are read for rendering as sets', async () => {
    const { items } = await world.contacts.list({}, { limit: 200 });
    const ids = items.map(({ id }) => id);
    const read = await world.contacts.loadForRendering([...ids, ...ids, '999999']);
    expect([...read.values()]).toEqual(items.map((item) => ({ ...item, metrics: {} })));
  });
});

describe('attributes', () => {
  it('are declared once, with a type that stays', async () => {
    const tier = { name: 'tier', type: 'text', labelEn: 'x', labelTh: 'y' } as const;
    expect((await world.attributes.declare(tier)).labelEn).toBe('tier');
    expect(await failure(world.attributes.declare({ ...tier, type: 'number' }))).toMatch(
      /^attribute.type_conflict/,
    );
    expect(await failure(world.attributes.declare({ ...tier, name: 'Tier' }))).toMatch(
      /^attribute.name_invalid/,
    );
    expect(await failure(world.attributes.declare({ ...tier, labelTh: ' ' }))).toBe(
      'attribute.label_invalid; /labelTh attribute.label_invalid',
    );
  });
});

describe('consent', () => {
  const said = { channel: 'email', purpose: 'marketing', source: 'form' } as const;

  it('is what was said last, in whichever order it arrives', async () => {
    const { id } = await world.contacts.create({ email: 'order@example.test' });
    const at = (minutes: number) => new Date(clock.now().getTime() - minutes * 60_000);
    const statement = { ...said, contactId: id };
    expect(await world.consents.whyUnreachable(id, 'email', 'marketing')).toBe('no_consent');
    await world.consents.grant({ ...statement, wordingVersion: 'v1', occurredAt: at(30) });
    expect(await world.consents.isReachable(id, 'email', 'marketing')).toBe(true);
    await world.consents.withdraw({ ...statement, occurredAt: at(10) });
    await world.consents.grant({ ...statement, wordingVersion: 'v1', occurredAt: at(20) });
    expect(await world.consents.isReachable(id, 'email', 'marketing')).toBe(false);
    await world.consents.grant({ ...statement, wordingVersion: 'v1', occurredAt: at(10) });
    expect(await world.consents.isReachable(id, 'email', 'marketing')).toBe(false);
    const history = await world.consents.history(id);
    expect(history.map(({ granted, wordingVersion }) => [granted, wordingVersion])).toEqual([
      [true, 'v1'],
      [true, 'v1'],
      [false, null],
      [true, 'v1'],
    ]);
  });

  it('rests on a wording that can be reproduced', async () => {
    const { id } = await world.contacts.create({ email: 'wording@example.test' });
    const statement = { ...said, contactId: id };
    expect(await failure(world.consents.grant(statement))).toMatch(/^consent.wording_missing/);
    expect(await failure(world.consents.grant({ ...statement, wordingVersion: 'v9' }))).toMatch(
      /^consent.wording_unknown/,
    );
    const again = { ...said, version: 'v1', language: 'th', wording: 'other words' };
    expect(await failure(world.consents.addWording(again))).toBe('consent.wording_exists');
  });

  it('is not invented for the future, nor for nobody', async () => {
    const future = { ...said, contactId: '1', occurredAt: new Date(clock.now().getTime() + 1) };
    expect(await failure(world.consents.withdraw(future))).toMatch(/^consent.future/);
    expect(await failure(world.consents.withdraw({ ...said, contactId: '999999' }))).toBe(
      'contact.not_found',
    );
  });

  it('does not help an address that is suppressed, or is not there', async () => {
    const { id } = await world.contacts.create({ email: 'stop@example.test' });
    const statement = { ...said, contactId: id, wordingVersion: 'v1' };
    await world.consents.grant(statement);
    await world.consents.grant({ ...statement, channel: 'sms' });
    expect(await world.consents.whyUnreachable(id, 'sms', 'marketing')).toBe('no_address');
    await world.suppressions.suppressAddress('email', 'STOP@example.test', 'complaint', 'test');
    expect(await world.consents.whyUnreachable(id, 'email', 'marketing')).toBe('suppressed');
    expect(await world.suppressions.reasonOf('email', 'stop@example.test')).toBe('complaint');
    const wrong = world.suppressions.suppressAddress('email', 'nobody', 'manual', 'test');
    expect(await failure(wrong)).toBe('email.invalid; /address email.invalid');
  });
});

describe('erasure', () => {
  it('leaves nothing of the person but keyed hashes, which outlive an import', async () => {
    const marker = 'zqx-marker';
    const email = `${marker}@example.test`;
    const { id } = await world.contacts.create({
      email,
      phone: '089 999 9999',
      externalId: marker,
      firstName: marker,
      attributes: { tier: marker, likes: [marker], visits: 77.125, joined: '1999-09-09' },
      addTags: [marker],
    });
    await world.consents.grant({
      contactId: id,
      channel: 'email',
      purpose: 'marketing',
      wordingVersion: 'v1',
      source: 'form',
      evidence: { note: marker },
    });
    await world.events.ingest(
      [
        {
          id: 'x',
          name: 'seen',
          at: clock.now().toISOString(),
          contact: { id },
          properties: { marker },
        },
      ],
      'test',
    );
    await world.contacts.erase(id);
    expect(await grepDatabase(world.database, marker)).toEqual([]);
    for (const table of ['contact_number', 'contact_time', 'consent_state', 'event'])
      expect(
        await world.count(`SELECT COUNT(*) AS n FROM ${table} WHERE contact_id = ?`, [id]),
      ).toBe(0);
    expect(await world.suppressions.reasonOf('email', email)).toBe('erasure');
    expect(await world.suppressions.reasonOf('sms', '+66899999999')).toBe('erasure');

    const consent = [
      { channel: 'email', purpose: 'marketing', wordingVersion: 'v1', source: 'list' } as const,
    ];
    await world.import('contacts_csv', `email\n${email}\n`, { options: { consent } });
    const [again] = (await world.contacts.list({ email }, { limit: 1 })).items;
    expect(await world.consents.whyUnreachable(again!.id, 'email', 'marketing')).toBe('suppressed');
    expect(await failure(world.contacts.erase(id))).toBe('contact.not_found');
  });
});
