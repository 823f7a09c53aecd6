import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AttributeService, ContactService, EventService } from '#libs/contacts';
import { DomainError } from '#libs/kernel';
import { Database, PlatformModule } from '#libs/platform';
import type { Rule } from '#libs/rules';
import { RuleService, SegmentService, SegmentsModule } from '#libs/segments';
import { migrations } from '../../migrations/index.js';
import { testEnv } from '../support/env.js';
import { createTestServers, type TestServers } from '../support/servers.js';

const now = new Date('2026-06-15T05:00:00.000Z');
const clock = { now: () => now };

let servers: TestServers;
let app: INestApplicationContext;
let segments: SegmentService;
let rules: RuleService;
let database: Database;
const ids: Record<string, string> = {};

const where = (node: object) => ({ version: 1, where: node });
const history = (value: number) =>
  where({ kind: 'number', field: 'attributes.history', operator: 'at_least', value });
const did = (times: number, days: number) =>
  where({
    kind: 'event',
    event: 'purchase',
    operator: 'at_least',
    times,
    window: { kind: 'last', span: { days } },
  });
const member = (segment: string, operator = 'in') => where({ kind: 'segment', operator, segment });

let names = 0;
const create = (rule: unknown, name = `Segment ${(names += 1)}`) =>
  segments.create({ name, description: '', rule });

/** Code and places of what a call is refused with. */
async function refusal(work: Promise<unknown>): Promise<{ code: string; places: string[] }> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DomainError)) throw new Error(`No refusal: ${String(error)}`);
  return { code: error.code, places: error.places.map(({ place, code }) => `${place} ${code}`) };
}

beforeAll(async () => {
  servers = await createTestServers();
  const env = testEnv(servers);
  const platform = PlatformModule.forRoot({ app: 'test', env, migrations, clock });
  app = await NestFactory.createApplicationContext(
    { module: class World {}, imports: [platform, SegmentsModule] },
    { logger: false },
  );
  await app.get(DataSource).runMigrations({ transaction: 'each' });
  segments = app.get(SegmentService);
  rules = app.get(RuleService);
  database = app.get(Database);

  await app.get(AttributeService).declareAll([
    { name: 'history', type: 'number', labelEn: 'spending', labelTh: 'ยอดใช้จ่าย' },
    { name: 'mens', type: 'boolean', labelEn: "men's buyer", labelTh: 'ผู้ซื้อสินค้าชาย' },
    { name: 'renewal', type: 'date', labelEn: 'renewal', labelTh: 'วันต่ออายุ' },
    { name: 'seen', type: 'datetime', labelEn: 'last visit', labelTh: 'เข้าชมล่าสุด' },
    { name: 'hobbies', type: 'list', labelEn: 'hobbies', labelTh: 'งานอดิเรก' },
    { name: 'nickname', type: 'text', labelEn: 'nickname', labelTh: 'ชื่อเล่น' },
  ]);
  const contacts = app.get(ContactService);
  const malee = {
    email: 'Malee@Example.test',
    firstName: 'มาลี',
    country: 'th',
    city: 'Bangkok',
    birthDate: '1990-06-20',
    addTags: ['VIP'],
    attributes: {
      history: 250.5,
      mens: true,
      renewal: '2026-07-01',
      seen: '2026-06-14T20:00:00.000Z',
      hobbies: ['Café', 'football'],
      nickname: 'Lee',
    },
  };
  ids.malee = (await contacts.create(malee)).id;
  const john = { email: 'john@example.test', attributes: { history: 20, mens: false } };
  ids.john = (await contacts.create(john)).id;
  ids.nobody = (await contacts.create({ externalId: 'N1' })).id;
  const outcomes = await app.get(EventService).ingest(
    ['2026-05-20T00:00:00Z', '2026-06-10T00:00:00Z'].map((at, index) => ({
      id: `e${index}`,
      name: 'purchase',
      contact: { id: ids.malee },
      at,
      value: 100,
      currency: 'THB',
    })),
    'test',
  );
  expect(outcomes.map(({ status }) => status)).toEqual(['accepted', 'accepted']);
});

afterAll(async () => {
  await app?.close();
  await servers?.drop();
});

describe('a segment', () => {
  it('shows its count and its sentence in two languages', async () => {
    const { id } = await create(history(200), 'Spenders');
    const shown = await segments.show(id);
    expect(shown).toMatchObject({
      count: 1,
      sentence: {
        en: 'Contacts whose spending is at least 200',
        th: 'ลูกค้าที่ยอดใช้จ่ายตั้งแต่ 200 ขึ้นไป',
      },
      segment: { name: 'Spenders', version: 1, rule: history(200), createdAt: now },
    });
    expect(typeof shown.segment.id).toBe('string');
  });

  it('tells for one contact why in and why out, and until when', async () => {
    const { id } = await create(where({ kind: 'all', of: [history(200).where, did(2, 30).where] }));
    const inside = await segments.explain(id, ids.malee!);
    expect(inside).toMatchObject({
      verdict: true,
      changesAt: new Date('2026-06-19T00:00:00.001Z'),
      explanation: {
        of: [
          {
            verdict: true,
            found: 250.5,
            expected: 200,
            condition: { en: 'whose spending is at least 200' },
          },
          { verdict: true, found: 2, expected: 2 },
        ],
      },
    });
    expect(await segments.explain(id, ids.john!)).toMatchObject({
      verdict: false,
      changesAt: null,
      explanation: {
        of: [
          { verdict: false, found: 20 },
          { verdict: false, found: 0 },
        ],
      },
    });
    const past = new Date('2026-06-01T00:00:00Z');
    expect(await segments.explain(id, ids.malee!, past)).toMatchObject({
      verdict: false,
      explanation: { of: [{ verdict: true }, { verdict: false, found: 1 }] },
    });
    expect(await refusal(segments.explain(id, '999'))).toMatchObject({ code: 'contact.not_found' });
  });

  it('is refused with every place that is wrong', async () => {
    const rule = where({ kind: 'text', field: 'shoeSize', operator: 'is', value: '42' });
    expect(await refusal(segments.create({ name: ' ', description: '', rule }))).toEqual({
      code: 'segment.invalid',
      places: ['/name segment.text_invalid', '/rule/where/field rule.unknown_field'],
    });
    await create(history(1), 'Taken');
    expect(await refusal(create(history(1), 'TAKEN'))).toMatchObject({
      code: 'segment.name_taken',
    });
  });

  it('is changed only from the version that was read', async () => {
    const { id } = await create(history(1));
    const changed = await segments.update(id, { rule: history(2) }, 1);
    expect(changed).toMatchObject({ version: 2, rule: history(2) });
    expect(await refusal(segments.update(id, { rule: history(3) }, 1))).toMatchObject({
      code: 'segment.version_conflict',
    });
    const both = await Promise.allSettled([
      segments.update(id, { description: 'a' }, 2),
      segments.update(id, { description: 'b' }, 2),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('closes no circle, not even when two change at once', async () => {
    const [a, b] = [await create(history(1)), await create(history(2))];
    expect(await refusal(segments.update(a.id, { rule: member(a.id) }, 1))).toEqual({
      code: 'segment.invalid',
      places: ['/rule/where/segment rule.segment_circle'],
    });
    const both = await Promise.allSettled([
      segments.update(a.id, { rule: member(b.id) }, 1),
      segments.update(b.id, { rule: member(a.id) }, 1),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('is not taken from under another one', async () => {
    const inner = await create(history(200), 'Inner');
    const outer = await create(member(inner.id, 'not_in'), 'Outer');
    expect(await segments.count(outer.id)).toBe(2);
    expect(await refusal(segments.archive(inner.id))).toMatchObject({ code: 'segment.in_use' });
    expect((await segments.get(inner.id)).archivedAt).toBeNull();
    await segments.archive(outer.id);
    await segments.archive(inner.id);
    expect(await refusal(segments.ruleOf(inner.id))).toMatchObject({ code: 'segment.archived' });
    expect(await refusal(segments.restore(outer.id))).toEqual({
      code: 'segment.invalid',
      places: ['/rule/where/segment rule.unknown_segment'],
    });
    await segments.restore(inner.id);
    await segments.restore(outer.id);
    const listed = await segments.list({ archived: false, after: '0', limit: 100 });
    expect(listed.map(({ name }) => name)).toEqual(expect.arrayContaining(['Inner', 'Outer']));
  });

  it('gives campaigns a rule that later edits do not touch', async () => {
    const inner = await create(history(200));
    const outer = await create(member(inner.id));
    const frozen = await segments.frozenRule(outer.id);
    await segments.update(inner.id, { rule: history(10) }, 1);
    const count = async (rule: Rule) => {
      const { sql, parameters } = await segments.compileRule(rule, now);
      return (await database.query(sql, parameters)).length;
    };
    // As it comes back from the database.
    expect(await count(JSON.parse(JSON.stringify(frozen)) as Rule)).toBe(1);
    expect(await count(await segments.ruleOf(outer.id))).toBe(2);
    const { sql, parameters } = await segments.compileSegment(outer.id, now);
    expect(await database.query(sql, parameters)).toHaveLength(2);
  });
});

/** Every sort of field, stored by the contacts lib and read back through SQL and through the facts. */
describe('the catalogue', () => {
  const date = (field: string, operator: string, value: unknown) => ({
    kind: 'date',
    field,
    operator,
    value,
  });
  const text = (field: string, operator: string, value: string) => ({
    kind: 'text',
    field,
    operator,
    value,
  });
  it.each([
    ['e-mail', text('email', 'is', 'MALEE@example.test')],
    ['first name', text('firstName', 'is', 'มาลี')],
    ['country', text('country', 'is', 'TH')],
    ['city', text('city', 'starts_with', 'bang')],
    ['text attribute', text('attributes.nickname', 'is', 'LEE')],
    ['birth date', date('birthDate', 'anniversary_within_next', { days: 5 })],
    [
      'created',
      { kind: 'all', of: [date('createdAt', 'in_period', 'today'), text('country', 'is', 'th')] },
    ],
    ['number', { kind: 'number', field: 'attributes.history', operator: 'is', value: 250.5 }],
    ['yes or no', { kind: 'yes_no', field: 'attributes.mens', operator: 'is_true' }],
    ['date attribute', date('attributes.renewal', 'on', '2026-07-01')],
    ['datetime attribute', date('attributes.seen', 'on', '2026-06-15')],
    [
      'list attribute',
      {
        kind: 'list',
        field: 'attributes.hobbies',
        operator: 'all_of',
        value: ['CAFE', 'Football'],
      },
    ],
    ['tags', { kind: 'list', field: 'tags', operator: 'any_of', value: ['vip'] }],
    [
      'events',
      {
        ...did(2, 30).where,
        where: [{ kind: 'number', field: 'value', operator: 'is', value: 100 }],
      },
    ],
  ])('%s: Malee alone, in SQL and in memory', async (_, node) => {
    const rule = where(node);
    expect(await rules.count(rule)).toBe(1);
    const verdicts = await Promise.all(
      Object.values(ids).map(async (id) => (await rules.explain(rule, id)).verdict),
    );
    expect(verdicts).toEqual([true, false, false]);
  });

  it('lists what rules may speak of', async () => {
    const { fields, events } = await rules.schema();
    expect(fields.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['email', 'tags', 'attributes.history']),
    );
    expect(events).toEqual(['purchase']);
  });

  it('refuses a rule by itself with its places', async () => {
    expect(await refusal(rules.preview(where({ kind: 'event' })))).toMatchObject({
      code: 'rule.invalid',
      places: expect.arrayContaining(['/where/event rule.bad_value']) as string[],
    });
  });
});
