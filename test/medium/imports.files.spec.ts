import { readFileSync } from 'node:fs';
import { VirtualClock } from '../support/clock.js';
import { startContactsWorld, type ContactsWorld } from '../support/contacts-world.js';

let world: ContactsWorld;
const clock = new VirtualClock();
const fixture = (name: string) =>
  readFileSync(new URL(`../fixtures/imports/${name}`, import.meta.url));

beforeAll(async () => {
  world = await startContactsWorld(clock);
  await world.consents.addWording({
    version: 'v1',
    channel: 'email',
    purpose: 'marketing',
    language: 'en',
    wording: 'I agree.',
  });
  for (const [name, type] of [
    ['tier', 'text'],
    ['visits', 'number'],
    ['likes', 'list'],
  ] as const)
    await world.attributes.declare({ name, type, labelEn: name, labelTh: name });
});

afterAll(() => world.close());

const contacts = () => world.count('SELECT COUNT(*) AS n FROM contact');
const byEmail = async (email: string) =>
  (await world.contacts.list({ email }, { limit: 1 })).items[0];
/** `line,column,code` of each refused row. */
const faultsOf = async (id: string) =>
  (await world.errorsOf(id))
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split(',').slice(0, 3).join(','));

describe('CSV of contacts', () => {
  it('a bad row never takes the good ones with it', async () => {
    const file = [
      'Mail,Name,Visits,Note',
      'good1@example.test,มาลี,3,',
      'no-address,x,3,',
      'good2@example.test,"สม ""ชาย""",many,',
      'good3@example.test,x,4',
      'good4@example.test,"never closed,5,',
      'good5@example.test,ดี,6,"two\nlines"',
      ',x,1,',
      'good6@example.test,a\u0000b,7,',
      '',
      'good1@example.test,มาลัย,3,',
      'good7@example.test,=1+1,8,',
    ].join('\n');
    const mapping = { Mail: 'email', Name: 'firstName', Visits: 'attributes.visits' };
    const done = await world.import('contacts_csv', file, { options: { mapping } });
    expect(done).toMatchObject({
      state: 'done',
      counts: { created: 3, updated: 1, unchanged: 0, failed: 6 },
      bytesDone: Buffer.byteLength(file),
    });
    expect(await faultsOf(done.id)).toEqual([
      '3,Mail,email.invalid',
      '4,Visits,attribute.not_a_number',
      '5,,import.column_count',
      '6,,import.quote_invalid',
      '9,Mail,import.key_missing',
      '10,Name,text.control_character',
    ]);
    expect(await byEmail('good1@example.test')).toMatchObject({
      firstName: 'มาลัย',
      attributes: { visits: 3 },
    });
    expect(await byEmail('good7@example.test')).toMatchObject({ firstName: '=1+1' });
    expect(await byEmail('good2@example.test')).toBeUndefined();
    expect(await world.count('SELECT COUNT(*) AS n FROM import_chunk')).toBe(0);
  });

  it('an empty cell leaves what is stored, unless it is asked to clear', async () => {
    await world.import('contacts_csv', 'email,city,attributes.tier\nkeep@example.test,ตาก,gold\n');
    const empty = 'email,city,attributes.tier\nkeep@example.test,,\n';
    expect((await world.import('contacts_csv', empty)).counts.unchanged).toBe(1);
    expect(await byEmail('keep@example.test')).toMatchObject({ city: 'ตาก' });
    await world.import('contacts_csv', empty, { options: { emptyClears: true } });
    expect(await byEmail('keep@example.test')).toMatchObject({ city: null, attributes: {} });
  });

  it('matches by phone and by external id, and refuses a stolen address', async () => {
    const options = { matchBy: 'phone' as const, phoneCountry: 'DE' };
    await world.import('contacts_csv', 'phone,city\n030 123456,Berlin\n', { options });
    const again = await world.import('contacts_csv', 'phone,city\n+49 30 123456,Bonn\n', {
      options,
    });
    expect(again.counts).toMatchObject({ created: 0, updated: 1 });
    const byId = { options: { matchBy: 'externalId' as const } };
    await world.import(
      'contacts_csv',
      'externalId,email\nA,a@example.test\nB,b@example.test\n',
      byId,
    );
    const swap = await world.import(
      'contacts_csv',
      'externalId,email\nB,a@example.test\nC,c@example.test\n',
      byId,
    );
    expect(swap.counts).toEqual({ created: 1, updated: 0, unchanged: 0, failed: 1 });
    expect(await faultsOf(swap.id)).toEqual(['2,,contact.email_taken']);
    const pass = await world.import(
      'contacts_csv',
      'externalId,email\nA,a2@example.test\nB,a@example.test\n',
      byId,
    );
    expect(pass.counts.updated).toBe(2);
  });

  it('adds tags and overwrites lists', async () => {
    const options = { tags: ['Fair 2026'] };
    await world.import(
      'contacts_csv',
      'email,tags,attributes.likes\nl@example.test,VIP|new,a|b|c\n',
      { options },
    );
    await world.import('contacts_csv', 'email,tags,attributes.likes\nl@example.test,other,c\n');
    expect(await byEmail('l@example.test')).toMatchObject({
      tags: ['fair 2026', 'new', 'other', 'vip'],
      attributes: { likes: ['c'] },
    });
  });

  it('keeps what a file says of consent, but never overrides a withdrawal', async () => {
    const consent = [
      { channel: 'email', purpose: 'marketing', wordingVersion: 'v1', source: 'fair' } as const,
    ];
    const file =
      'email,consent.email.marketing\nyes@example.test,ใช่\nno@example.test,ไม่\nmute@example.test,\n';
    await world.import('contacts_csv', file, { options: { consent } });
    const reach = async (email: string) =>
      world.consents.whyUnreachable((await byEmail(email))!.id, 'email', 'marketing');
    expect(await reach('yes@example.test')).toBeNull();
    expect(await reach('no@example.test')).toBe('no_consent');
    expect(await reach('mute@example.test')).toBe('no_consent');
    const { id } = (await byEmail('yes@example.test'))!;
    expect((await world.consents.history(id))[0]).toMatchObject({
      source: 'fair',
      wordingVersion: 'v1',
    });
    await world.consents.withdraw({
      contactId: id,
      channel: 'email',
      purpose: 'marketing',
      source: 'page',
    });
    clock.advance({ days: 1 });
    const all = 'email\nyes@example.test\nmute@example.test\n';
    const done = await world.import('contacts_csv', all, { options: { consent } });
    expect(done.counts).toMatchObject({ updated: 1, unchanged: 1 });
    expect(await reach('yes@example.test')).toBe('no_consent');
    expect(await reach('mute@example.test')).toBeNull();
    const dated = [{ ...consent[0]!, occurredAt: clock.now().toISOString() }];
    await world.import('contacts_csv', all, { options: { consent: dated } });
    expect(await reach('yes@example.test')).toBeNull();
  });

  it('a dry run says what would happen and writes nothing but that', async () => {
    const before = await contacts();
    const file =
      'email\ndry1@example.test\ndry2@example.test\nwrong\ndry1@example.test\nkeep@example.test\n';
    const dry = await world.import('contacts_csv', file, { dryRun: true });
    expect(dry).toMatchObject({
      state: 'done',
      counts: { created: 2, updated: 0, unchanged: 2, failed: 1 },
    });
    expect(await faultsOf(dry.id)).toEqual(['4,email,email.invalid']);
    expect(await contacts()).toBe(before);
    await world.imports.retry(dry.id, { dryRun: false });
    await world.runner.run(dry.id, new AbortController().signal);
    expect((await world.imports.get(dry.id)).counts).toEqual(dry.counts);
    expect(await contacts()).toBe(before + 2);
    await expect(world.imports.retry(dry.id)).rejects.toMatchObject({
      code: 'import.state_conflict',
    });
  });
});

describe('encodings', () => {
  const thai = Buffer.concat([
    Buffer.from('email,firstName\nthai@example.test,'),
    Buffer.from([0xca, 0xc1, 0xaa, 0xd2, 0xc2]),
    Buffer.from('\n'),
  ]);

  it('UTF-8 with a byte order mark is read', async () => {
    const done = await world.import(
      'contacts_csv',
      '\ufeffemail,firstName\nbom@example.test,มาลี\n',
    );
    expect(done.counts.created).toBe(1);
    expect(await byEmail('bom@example.test')).toMatchObject({ firstName: 'มาลี' });
  });

  it('TIS-620 that is taken for UTF-8 fails before anything is written, and can be tried again', async () => {
    const before = await contacts();
    const failed = await world.import('contacts_csv', thai);
    expect(failed).toMatchObject({ state: 'failed', errorCode: 'import.encoding_invalid' });
    expect(failed.errorMessage).toMatch(/line 2, byte \d+.*TIS-620/);
    expect(await contacts()).toBe(before);
    await world.imports.retry(failed.id, { options: { encoding: 'tis-620' } });
    await world.runner.run(failed.id, new AbortController().signal);
    expect(await world.imports.get(failed.id)).toMatchObject({ state: 'done', errorCode: null });
    expect(await byEmail('thai@example.test')).toMatchObject({ firstName: 'สมชาย' });
  });

  it.each([
    ['utf-8', Buffer.from('\ufeffemail\nx@example.test\n', 'utf16le')],
    ['utf-8', Buffer.from('email,firstName\nx@example.test,\xe9\n', 'latin1')],
    ['tis-620', Buffer.from('email,firstName\nx@example.test,มาลี ใจดี\n')],
  ] as const)('%s that is not is refused', async (encoding, file) => {
    const failed = await world.import('contacts_csv', file, { options: { encoding } });
    expect(failed).toMatchObject({
      state: 'failed',
      errorCode: 'import.encoding_invalid',
      linesDone: 0,
    });
  });
});

describe('files that cannot be imported as a whole', () => {
  it.each([
    ['import.unknown_column', 'a,b\n1,2\n', { mapping: { c: 'email' } }],
    ['import.unknown_field', 'a\n1\n', { mapping: { a: 'attributes.none' } }],
    ['import.key_unmapped', 'firstName\nx\n', {}],
    ['import.duplicate_column', 'email,email\na,b\n', {}],
    ['import.file_empty', '\n\n', {}],
    ['import.header_invalid', '"email\nx@example.test\n', {}],
    ['import.too_many_columns', `${'c,'.repeat(10_000)}c\n`, {}],
    ['import.header_invalid', `${'x'.repeat(2_000_000)}\na@example.test\n`, {}],
  ] as const)('%s', async (code, file, options) => {
    const failed = await world.import('contacts_csv', file, { options });
    expect(failed).toMatchObject({ state: 'failed', errorCode: code });
    expect(failed.finishedAt).not.toBeNull();
    expect(
      await world.count('SELECT COUNT(*) AS n FROM import_chunk WHERE import_id = ?', [failed.id]),
    ).toBeGreaterThan(0);
  });

  it('options that make no sense are refused at once', async () => {
    await expect(
      world.upload('contacts_csv', 'x', { options: { delimiter: '::', listSeparator: '' } }),
    ).rejects.toMatchObject({
      code: 'import.option_invalid',
      places: [{ place: '/options/delimiter' }, { place: '/options/listSeparator' }],
    });
    const consent = [
      { channel: 'sms', purpose: 'marketing', wordingVersion: 'v7', source: 'x' } as const,
    ];
    await expect(world.upload('contacts_csv', 'x', { options: { consent } })).rejects.toMatchObject(
      {
        code: 'consent.wording_unknown',
      },
    );
  });

  it('the name of a column is never taken for more than a name', async () => {
    const file = 'email,__proto__,constructor\nproto@example.test,x,y\n';
    const done = await world.import('contacts_csv', file);
    expect(done).toMatchObject({ state: 'done', counts: { created: 1 } });
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

describe('published data sets, as they are', () => {
  it('hillstrom', async () => {
    const file = fixture('hillstrom.csv');
    const done = await world.import('hillstrom', file);
    expect(done).toMatchObject({ state: 'done', counts: { created: 200, failed: 0 } });
    const first = await byEmail('hillstrom-1@example.test');
    expect(first).toMatchObject({
      externalId: 'hillstrom-1',
      attributes: {
        recency: 10,
        history_segment: '2) $100 - $200',
        history: 142.44,
        mens: true,
        womens: false,
        zip_code: 'Surburban',
        newbie: false,
        channel: 'Phone',
        email_group: 'Womens E-Mail',
        visit: false,
        conversion: false,
        spend: 0,
      },
    });
    const rows = file
      .toString()
      .trim()
      .split('\r\n')
      .slice(1)
      // One of the names of the bands has a comma in it.
      .map((row) => row.replace(/"[^"]*"/, 'band').split(','));
    const rich = rows.filter(
      ([, , history, mens]) => Number(history) >= 200 && mens === '1',
    ).length;
    expect(
      await world.count(
        `SELECT COUNT(*) AS n FROM contact_number h JOIN attribute ha ON ha.id = h.attribute_id
         JOIN contact_number m ON m.contact_id = h.contact_id JOIN attribute ma ON ma.id = m.attribute_id
         WHERE ha.name = 'history' AND h.value >= 200 AND ma.name = 'mens' AND m.value = 1`,
      ),
    ).toBe(rich);
    expect((await world.import('hillstrom', file)).counts).toMatchObject({
      created: 0,
      unchanged: 200,
    });
  });

  it('cdnow', async () => {
    const file = fixture('cdnow-master.txt');
    const done = await world.import('cdnow', file);
    const rows = file
      .toString()
      .trim()
      .split('\r\n')
      .slice(1)
      .map((row) => row.trim().split(/\s+/));
    expect(done).toMatchObject({ state: 'done', counts: { created: rows.length, failed: 0 } });
    const cents = rows.reduce((sum, row) => sum + Math.round(Number(row[3]) * 100), 0);
    const [stored] = await world.database.query<{ value: string; customers: string; first: Date }>(
      `SELECT SUM(value) AS value, COUNT(DISTINCT contact_id) AS customers, MIN(occurred_at) AS first
       FROM event e JOIN event_name n ON n.id = e.name_id WHERE n.name = 'purchase'`,
    );
    expect(stored).toEqual({
      value: (cents / 100).toFixed(2) + '00',
      customers: String(new Set(rows.map(([customer]) => customer)).size),
      first: new Date('1997-01-01T12:00:00Z'),
    });
    expect((await world.import('cdnow', file)).counts).toMatchObject({
      created: 0,
      unchanged: rows.length,
    });
    expect((await world.import('cdnow', fixture('cdnow-sample.txt'))).counts).toMatchObject({
      created: 100,
      failed: 0,
    });
  });

  it('events of known contacts from any CSV', async () => {
    const file = [
      'id,name,at,contact.email,value,properties.sku',
      '1,bought,2026-11-01T09:00:00+07:00,keep@example.test,10.10,ชา',
      '2,bought,2026-11-01T09:00:00+07:00,absent@example.test,1,',
      '3,bought,01/11/2026,keep@example.test,1,',
      '1,bought,2026-11-01T09:00:00+07:00,keep@example.test,10.10,ชา',
    ].join('\r\n');
    const options = { defaults: { currency: 'THB' }, source: 'till' };
    const done = await world.import('events_csv', file, { options });
    expect(done.counts).toEqual({ created: 1, updated: 0, unchanged: 1, failed: 2 });
    expect(await faultsOf(done.id)).toEqual(['3,,event.contact_unknown', '4,at,event.at_invalid']);
  });
});
