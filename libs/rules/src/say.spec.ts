import { evaluate } from './evaluate.js';
import { account, say } from './say.js';
import type { Schema } from './schema.js';
import type { Node } from './tree.js';
import { eventAt, factsOf } from './testing/facts.js';

const labels: { readonly [name: string]: readonly [string, string] } = {
  country: ['country', 'ประเทศ'],
  firstName: ['first name', 'ชื่อ'],
  history: ['spending', 'ยอดใช้จ่าย'],
  vip: ['VIP status', 'สถานะวีไอพี'],
  birthDate: ['birth date', 'วันเกิด'],
  createdAt: ['creation date', 'วันที่สร้าง'],
  tags: ['tags', 'แท็ก'],
};
const schema: Schema = {
  timeZone: 'Asia/Bangkok',
  field: (name) => {
    const [en = '', th = ''] = labels[name] ?? [];
    return en ? { name, kind: 'text', label: { en, th }, place: { column: 'x' } } : undefined;
  },
  event: () => 1,
  segment: () => ({ name: 'Loyal', rule: { version: 1, where: { kind: 'everyone' } } }),
  list: () => 'Guests',
  campaign: (id) => (id === '12' ? 'Spring' : undefined),
};
const country = { kind: 'text', field: 'country', operator: 'is', value: 'TH' } as const;
const noName = { kind: 'text', field: 'firstName', operator: 'is_not', value: 'ส้ม' } as const;
const did = {
  kind: 'event',
  event: 'purchase',
  operator: 'at_least',
  times: 2,
  window: { kind: 'last', span: { days: 30 } },
  where: [],
} as const;
const atLeast = (field: string, value: number) =>
  ({ kind: 'number', field, operator: 'at_least', value }) as const;

const cases: readonly (readonly [Node, string, string])[] = [
  [country, 'Contacts whose country is “TH”', 'ลูกค้าที่ประเทศเป็น “TH”'],
  [noName, 'Contacts whose first name is not “ส้ม” (or unknown)', 'ลูกค้าที่ชื่อไม่ใช่ “ส้ม” (หรือไม่มีข้อมูล)'],
  [
    { kind: 'text', field: 'country', operator: 'one_of', value: ['TH', 'LA', 'VN'] },
    'Contacts whose country is “TH”, “LA” or “VN”',
    'ลูกค้าที่ประเทศเป็น “TH”, “LA” หรือ “VN”',
  ],
  [
    { kind: 'all', of: [country, did] },
    'Contacts whose country is “TH” and who did “purchase” at least 2 times in the last 30 days',
    'ลูกค้าที่ประเทศเป็น “TH” และทำ “purchase” อย่างน้อย 2 ครั้งในช่วง 30 วันที่ผ่านมา',
  ],
  [
    { ...did, times: 1, window: { kind: 'ever' }, where: [atLeast('value', 1500.5)] },
    'Contacts who did “purchase” at least once (only those whose value is at least 1,500.5)',
    'ลูกค้าที่ทำ “purchase” อย่างน้อย 1 ครั้ง (เฉพาะรายการที่มูลค่าตั้งแต่ 1,500.5 ขึ้นไป)',
  ],
  [
    {
      ...did,
      operator: 'exactly',
      times: 0,
      window: { kind: 'between', from: '2026-03-01', to: '2026-03-31' },
    },
    'Contacts who did not do “purchase” between 1 March 2026 and 31 March 2026',
    'ลูกค้าที่ไม่ได้ทำ “purchase” เลย ระหว่าง 1 มีนาคม 2569 ถึง 31 มีนาคม 2569',
  ],
  [
    {
      ...did,
      event: '*',
      operator: 'at_most',
      times: 0,
      window: { kind: 'period', period: 'this_month' },
    },
    'Contacts who did not do any event this month',
    'ลูกค้าที่ไม่ได้ทำ เหตุการณ์ใด ๆ เลยในเดือนนี้',
  ],
  [
    {
      ...did,
      times: 1,
      window: { kind: 'since', event: 'refund' },
      where: [
        { kind: 'text', field: 'currency', operator: 'is', value: 'THB' },
        { kind: 'list', field: 'properties.items.sku', operator: 'any_of', value: ['a', 'b'] },
      ],
    },
    'Contacts who did “purchase” at least once since the last “refund” (only those whose currency is “THB” and whose “items.sku” include “a” or “b”)',
    'ลูกค้าที่ทำ “purchase” อย่างน้อย 1 ครั้งตั้งแต่ “refund” ครั้งล่าสุด (เฉพาะรายการที่สกุลเงินเป็น “THB” และ “items.sku”มี “a” หรือ “b”)',
  ],
  [
    {
      kind: 'aggregate',
      event: 'purchase',
      of: 'sum',
      field: 'value',
      window: { kind: 'last', span: { days: 365 } },
      where: [],
      operator: 'is_not',
      value: 5000,
    },
    'Contacts whose total value of “purchase” in the last 365 days is not 5,000 (or unknown)',
    'ลูกค้าที่มูลค่ารวมของ “purchase”ในช่วง 365 วันที่ผ่านมา ไม่เท่ากับ 5,000 (หรือไม่มีข้อมูล)',
  ],
  [
    {
      kind: 'aggregate',
      event: 'purchase',
      of: 'distinct',
      field: 'properties.sku',
      window: { kind: 'ever' },
      where: [],
      operator: 'at_least',
      value: 3,
    },
    'Contacts whose number of different “sku” of “purchase” is at least 3',
    'ลูกค้าที่จำนวน“sku”ที่ไม่ซ้ำกันของ “purchase” ตั้งแต่ 3 ขึ้นไป',
  ],
  [
    {
      kind: 'occurrence',
      event: 'purchase',
      which: 'last',
      where: [],
      operator: 'more_than_ago',
      value: { days: 90 },
    },
    'Contacts whose last “purchase” is more than 90 days ago',
    'ลูกค้าที่ครั้งล่าสุดของ “purchase” ผ่านมานานกว่า 90 วัน',
  ],
  [
    {
      kind: 'sequence',
      first: { event: 'cart', where: [] },
      then: { event: 'purchase', where: [atLeast('value', 1)] },
      operator: 'not_followed',
      within: { hours: 4 },
      window: { kind: 'last', span: { days: 7 } },
      by: 'properties.cart.id',
    },
    'Contacts who did “cart” in the last 7 days and then not “purchase” (only those whose value is at least 1) within 4 hours with the same “cart.id”',
    'ลูกค้าที่ทำ “cart”ในช่วง 7 วันที่ผ่านมา แล้วไม่ได้ทำ “purchase” (เฉพาะรายการที่มูลค่าตั้งแต่ 1 ขึ้นไป) ภายใน 4 ชั่วโมงโดยมี“cart.id”เดียวกัน',
  ],
  [
    { kind: 'all', of: [country, { kind: 'any', of: [atLeast('history', 200), did] }] },
    'Contacts whose country is “TH” and (whose spending is at least 200 or who did “purchase” at least 2 times in the last 30 days)',
    'ลูกค้าที่ประเทศเป็น “TH” และ (ยอดใช้จ่ายตั้งแต่ 200 ขึ้นไป หรือทำ “purchase” อย่างน้อย 2 ครั้งในช่วง 30 วันที่ผ่านมา)',
  ],
  [
    { kind: 'not', of: country },
    'Contacts who are not among those whose country is “TH”',
    'ลูกค้าที่ไม่เข้าเงื่อนไข (ประเทศเป็น “TH”)',
  ],
  [
    { kind: 'segment', operator: 'not_in', segment: '1' },
    'Contacts who are not in the segment “Loyal”',
    'ลูกค้าที่ไม่อยู่ในกลุ่ม “Loyal”',
  ],
  [
    { kind: 'date', field: 'birthDate', operator: 'anniversary_within_next', value: { days: 7 } },
    'Contacts whose birth date has its anniversary within the next 7 days',
    'ลูกค้าที่จะครบรอบวันเกิดภายใน 7 วันข้างหน้า',
  ],
  [
    { kind: 'date', field: 'birthDate', operator: 'anniversary_within_next', value: { days: 0 } },
    'Contacts whose birth date has its anniversary today',
    'ลูกค้าที่จะครบรอบวันเกิดวันนี้',
  ],
  [
    { kind: 'date', field: 'createdAt', operator: 'after', value: '2026-03-01T02:30:00.000Z' },
    'Contacts whose creation date is after 1 March 2026 at 09:30',
    'ลูกค้าที่วันที่สร้างอยู่หลัง 1 มีนาคม 2569 เวลา 09:30',
  ],
  [
    { kind: 'date', field: 'createdAt', operator: 'in_period', value: 'this_month' },
    'Contacts whose creation date is this month',
    'ลูกค้าที่วันที่สร้างอยู่ในเดือนนี้',
  ],
  [
    { kind: 'yes_no', field: 'vip', operator: 'is_true', value: null },
    'Contacts whose VIP status is yes',
    'ลูกค้าที่สถานะวีไอพีเป็น “ใช่”',
  ],
  [
    { kind: 'list', field: 'tags', operator: 'none_of', value: ['a', 'b'] },
    'Contacts whose tags do not include “a” or “b” (or are unknown)',
    'ลูกค้าที่แท็กไม่มี “a” หรือ “b” (หรือไม่มีข้อมูล)',
  ],
  [{ kind: 'everyone' }, 'All contacts', 'ลูกค้าทุกคน'],
];

describe('say', () => {
  it.each(cases)('%j', (where, en, th) => {
    expect(say({ version: 1, where }, schema, 'en')).toBe(en);
    expect(say({ version: 1, where }, schema, 'th')).toBe(th);
  });

  it('shortens a long list', () => {
    const value = Array.from({ length: 30 }, (_, index) => `c${index}`);
    const where: Node = { kind: 'text', field: 'country', operator: 'one_of', value };
    expect(say({ version: 1, where }, schema, 'en')).toMatch(/“c9” or 20 more$/);
    expect(say({ version: 1, where }, schema, 'th')).toMatch(/“c9” หรือ อีก 20 รายการ$/);
  });
});

describe('account', () => {
  it('tells every condition, what was found and when it may change', () => {
    const now = new Date('2026-03-31T00:00:00Z');
    const at = new Date('2026-03-02T00:00:00Z');
    const events = [eventAt(at, 10), eventAt(now, 10)];
    const { explanation } = evaluate(
      { version: 1, where: { kind: 'all', of: [country, did] } },
      factsOf({ value: () => 'th', history: () => ({ events, before: [] }) }),
      schema,
      now,
    );
    expect(account(explanation, schema)).toMatchObject({
      verdict: true,
      of: [
        {
          place: '/where/of/0',
          verdict: true,
          condition: { en: 'whose country is “TH”' },
          found: 'th',
        },
        { place: '/where/of/1', verdict: true, expected: 2, found: 2 },
      ],
    });
    expect(explanation.of[1]?.changesAt).toBe(at.getTime() + 30 * 86_400_000 + 1);
  });
});
