import type { Attribute, AttributeType } from '../attributes/attribute.js';
import { readTraits } from './traits.js';

const declare = (id: number, name: string, type: AttributeType): [string, Attribute] => [
  name,
  { id, name, type, labelEn: name, labelTh: name },
];
const declared = new Map([
  declare(1, 'plan', 'text'),
  declare(2, 'visits', 'number'),
  declare(3, 'is_member', 'boolean'),
  declare(4, 'renewal', 'date'),
  declare(5, 'likes', 'list'),
]);
const context = { now: new Date('2026-11-22T03:00:00Z'), phoneCountry: 'TH' };
const read = (traits: Record<string, unknown>) => readTraits(traits, declared, context);

describe('readTraits', () => {
  it('finds the core fields where Segment has them', () => {
    const { core, faults } = read({
      email: 'Malee@Example.test',
      phone: '081 234 5678',
      firstName: 'มาลี',
      last_name: 'ใจดี',
      birthday: '1990-02-28T00:00:00Z',
      address: { city: 'เชียงใหม่', country: 'th', street: '1' },
      locale: 'en_GB',
      timezone: 'Asia/Bangkok',
    });
    expect(faults).toEqual([]);
    expect(core).toEqual({
      email: 'malee@example.test',
      phone: '+66812345678',
      firstName: 'มาลี',
      lastName: 'ใจดี',
      birthDate: '1990-02-28',
      city: 'เชียงใหม่',
      country: 'TH',
      language: 'en-GB',
      timeZone: 'Asia/Bangkok',
    });
  });

  it.each<[Record<string, unknown>, object]>([
    [{ name: 'Malee  Jai Dee' }, { firstName: 'Malee', lastName: 'Jai Dee' }],
    [{ name: 'Malee' }, { firstName: 'Malee' }],
    [
      { name: 'A B', firstName: 'C' },
      { firstName: 'C', lastName: 'B' },
    ],
    [{ name: 7 }, {}],
    [
      { email: null, city: '' },
      { email: null, city: null },
    ],
    [{ phone: 66812345678 }, { phone: '+66812345678' }],
    [JSON.parse('{"__proto__":{"email":"a@example.test"}}') as Record<string, unknown>, {}],
  ])('reads %j', (traits, core) => expect(read(traits).core).toEqual(core));

  it.each<[Record<string, unknown>, [number, unknown][]]>([
    [{ plan: 'pro', visits: 3, isMember: true }, [[1, 'pro'], [2, 3], [3, true]]], // prettier-ignore
    [{ plan: 12, visits: '4.5', is_member: 'yes' }, [[1, '12'], [2, 4.5], [3, true]]], // prettier-ignore
    [{ renewal: '2027-01-31', likes: ['a', 'b', 'a'] }, [[4, '2027-01-31'], [5, ['a', 'b']]]], // prettier-ignore
    [{ likes: 'a, b', plan: null, visits: '' }, [[5, ['a', 'b']], [1, null], [2, null]]], // prettier-ignore
    [{ unknown: 1, address: { plan: 'x' } }, []],
  ])('coerces %j to declared types', (traits, values) =>
    expect([...read(traits).attributes]).toEqual(values),
  );

  it('skips what it cannot read alone, and says where', () => {
    const { core, attributes, faults } = read({
      email: 'nobody',
      firstName: 'Malee',
      address: { country: 'Thailand' },
      visits: 'many',
      likes: { a: 1 },
      plan: 'pro',
    });
    expect(core).toEqual({ firstName: 'Malee' });
    expect([...attributes]).toEqual([[1, 'pro']]);
    expect(faults).toEqual([
      { place: '/traits/email', code: 'email.invalid' },
      { place: '/traits/address/country', code: 'country.invalid' },
      { place: '/traits/visits', code: 'attribute.not_a_number' },
      { place: '/traits/likes', code: 'attribute.not_a_list' },
    ]);
  });
});
