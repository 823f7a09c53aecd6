import { MAX_COST, MAX_DEPTH } from './limits.js';
import { parse } from './parse.js';
import { print } from './print.js';
import type { Field, Schema } from './schema.js';
import type { Rule } from './tree.js';

const fields: { readonly [name: string]: Field['kind'] } = {
  city: 'text',
  score: 'number',
  birthDate: 'date',
  createdAt: 'datetime',
  tags: 'list',
};
const everyone: Rule = { version: 1, where: { kind: 'everyone' } };
const inSegment = (segment: string): Rule => ({
  version: 1,
  where: { kind: 'segment', operator: 'in', segment },
});
const segments: { readonly [id: string]: Rule } = {
  '1': everyone,
  '2': inSegment('3'),
  '3': inSegment('2'),
  '4': inSegment('9'),
};
const schema: Schema = {
  timeZone: 'Asia/Bangkok',
  field: (name) => {
    const kind = fields[name];
    return kind && { name, kind, label: { en: name, th: name }, place: { column: name } };
  },
  event: (name) => (name === 'purchase' ? 1 : undefined),
  segment: (id) => segments[id] && { name: `Segment ${id}`, rule: segments[id] },
  list: (id) => (id === '5' ? 'Guests' : undefined),
  campaign: () => undefined,
};

/** `place code` of every error. */
function errors(where: unknown, self?: string): string[] {
  const result = parse({ version: 1, where }, schema, self);
  return result.ok ? [] : result.error.map(({ place, code }) => `${place} ${code}`);
}
const city = { kind: 'text', field: 'city', operator: 'is', value: 'Bangkok' };
const score = (value: unknown, operator = 'at_least') => ({
  kind: 'number',
  field: 'score',
  operator,
  value,
});
const day = (value: unknown, operator: string, field = 'birthDate') => ({
  kind: 'date',
  field,
  operator,
  value,
});
const did = { kind: 'event', event: 'purchase', operator: 'at_least', times: 1 };
const total = {
  kind: 'aggregate',
  event: 'purchase',
  of: 'sum',
  field: 'value',
  operator: 'between',
  value: { from: 1, to: 2 },
};
const lastly = {
  kind: 'occurrence',
  event: 'purchase',
  which: 'last',
  operator: 'more_than_ago',
  value: { days: 90 },
};
const abandoned = {
  kind: 'sequence',
  first: { event: '*' },
  then: { event: 'purchase' },
  operator: 'not_followed',
  within: { hours: 4 },
};
const where = (kind: string, field: string, operator: string, value?: unknown) => ({
  ...did,
  where: [{ kind, field, operator, value }],
});
const nested = (depth: number): unknown =>
  depth === 1 ? city : { kind: 'not', of: nested(depth - 1) };

describe('parse', () => {
  it.each([
    ['text', city],
    ['number', score({ from: 1, to: 2 }, 'between')],
    ['no value', { kind: 'text', field: 'city', operator: 'is_set' }],
    ['event without a window', did],
    [
      'event',
      {
        ...did,
        window: { kind: 'last', span: { hours: 5 } },
        where: [{ ...score(5), field: 'value' }],
      },
    ],
    [
      'everything nested',
      {
        kind: 'any',
        of: [
          { kind: 'all', of: [city] },
          { kind: 'not', of: did },
        ],
      },
    ],
    [
      'any event, since another one, with conditions of all kinds',
      {
        ...did,
        event: '*',
        window: { kind: 'since', event: 'purchase' },
        where: [
          { kind: 'text', field: 'currency', operator: 'is', value: 'THB' },
          { kind: 'text', field: 'properties.ชื่อ สินค้า', operator: 'contains', value: 'น้ำ' },
          { kind: 'yes_no', field: 'properties.gift', operator: 'is_true' },
          { kind: 'date', field: 'properties.until', operator: 'within_next', value: { days: 3 } },
          { kind: 'list', field: 'properties.products.sku', operator: 'any_of', value: ['a'] },
        ],
      },
    ],
    ['this week', { ...did, window: { kind: 'period', period: 'this_week' } }],
    ['an aggregate', total],
    ['an aggregate of a property', { ...total, of: 'distinct', field: 'properties.sku' }],
    ['a last time', lastly],
    ['a sequence', abandoned],
    ['a sequence within a cart', { ...abandoned, by: 'properties.cart.id' }],
    ['the deepest', nested(MAX_DEPTH)],
    ['a segment', { kind: 'segment', operator: 'not_in', segment: '1' }],
  ])('reads %s', (_, where) => {
    const result = parse({ version: 1, where }, schema);
    expect(result).toMatchObject({ ok: true });
    if (!result.ok) return;
    expect(Object.isFrozen(result.value.where)).toBe(true);
    expect(parse(print(result.value), schema)).toEqual(result);
  });

  it.each([
    ['no object', null, '/where rule.bad_value'],
    ['no kind', {}, '/where/kind rule.unknown_kind'],
    ['a kind of the prototype', { kind: 'constructor' }, '/where/kind rule.unknown_kind'],
    ['an unknown kind', { kind: 'sql', of: '1=1' }, '/where/kind rule.unknown_kind'],
    ['an unknown field', { ...city, field: 'ciyt' }, '/where/field rule.unknown_field'],
    ['a field of another kind', { ...city, field: 'score' }, '/where/kind rule.wrong_kind'],
    ['an unknown operator', { ...city, operator: 'like' }, '/where/operator rule.unknown_operator'],
    [
      'an operator of the prototype',
      { ...city, operator: 'toString' },
      '/where/operator rule.unknown_operator',
    ],
    ['an unknown property', { ...city, 'a/b~': 1 }, '/where/a~1b~0 rule.unknown_property'],
    ['a value where none belongs', { ...city, operator: 'is_set' }, '/where/value rule.bad_value'],
    ['no value', { ...city, value: undefined }, '/where/value rule.bad_value'],
    ['a blank text', { ...city, value: ' \u00a0\u0301' }, '/where/value rule.bad_value'],
    ['half an emoji', { ...city, value: '\ud83d' }, '/where/value rule.bad_value'],
    ['a long text', { ...city, value: 'x'.repeat(256) }, '/where/value rule.bad_value'],
    [
      'a list of nothing',
      { ...city, operator: 'one_of', value: [] },
      '/where/value rule.bad_value',
    ],
    [
      'a list with a number',
      { ...city, operator: 'one_of', value: ['a', 1] },
      '/where/value/1 rule.bad_value',
    ],
    ['NaN', score(NaN), '/where/value rule.bad_value'],
    ['Infinity', score(Infinity), '/where/value rule.bad_value'],
    ['a huge number', score(1e300), '/where/value rule.bad_value'],
    ['a number as text', score('200'), '/where/value rule.bad_value'],
    [
      'a range the wrong way round',
      score({ from: 2, to: 1 }, 'between'),
      '/where/value rule.bad_value',
    ],
    ['a day that is none', day('2026-02-30', 'before'), '/where/value rule.bad_value'],
    ['a day too early for a DATE', day('0999-12-31', 'before'), '/where/value rule.bad_value'],
    [
      'an instant for a calendar day',
      day('2026-02-01T00:00:00Z', 'before'),
      '/where/value rule.bad_value',
    ],
    [
      'an instant without a zone',
      day('2026-02-01T00:00:00', 'before', 'createdAt'),
      '/where/value rule.bad_value',
    ],
    [
      'an instant after the last',
      day('9999-12-31T23:00:00-05:00', 'after', 'createdAt'),
      '/where/value rule.bad_value',
    ],
    ['hours of a calendar day', day({ hours: 5 }, 'within_last'), '/where/value rule.bad_value'],
    ['days and hours', day({ days: 1, hours: 5 }, 'within_last'), '/where/value rule.bad_value'],
    ['half a day', day({ days: 0.5 }, 'within_last'), '/where/value/days rule.bad_value'],
    [
      'an anniversary of an instant',
      day({ days: 5 }, 'anniversary_within_next', 'createdAt'),
      '/where/value rule.bad_value',
    ],
    ['an unknown period', day('this_year', 'in_period'), '/where/value rule.bad_value'],
    ['an empty group', { kind: 'all', of: [] }, '/where/of rule.bad_value'],
    ['a group of nothing', { kind: 'any' }, '/where/of rule.bad_value'],
    [
      'an error deep inside',
      { kind: 'all', of: [city, { kind: 'not', of: { ...city, field: 'x' } }] },
      '/where/of/1/of/field rule.unknown_field',
    ],
    ['too deep', nested(MAX_DEPTH + 1), `/where${'/of'.repeat(MAX_DEPTH)} rule.too_deep`],
    [
      'too costly',
      { kind: 'all', of: Array.from({ length: MAX_COST / 2 + 1 }, () => ({ ...did })) },
      '/where rule.too_costly',
    ],
    [
      'long lists',
      {
        kind: 'all',
        of: Array.from({ length: 10 }, () => ({
          ...city,
          operator: 'none_of',
          value: Array.from({ length: 1000 }, (_, n) => `c${n}`),
        })),
      },
      '/where rule.too_costly',
    ],
    ['an unknown event', { ...did, event: 'purchse' }, '/where/event rule.unknown_event'],
    ['at least no times', { ...did, times: 0 }, '/where/times rule.bad_value'],
    [
      'an unknown window',
      { ...did, window: { kind: 'lately' } },
      '/where/window/kind rule.bad_value',
    ],
    [
      'an unknown field of an event',
      { ...did, where: [score(5)] },
      '/where/where/0/field rule.unknown_field',
    ],
    [
      'a segment that is none',
      { kind: 'segment', operator: 'in', segment: '7' },
      '/where/segment rule.unknown_segment',
    ],
    [
      'a segment by number',
      { kind: 'segment', operator: 'in', segment: 7 },
      '/where/segment rule.bad_value',
    ],
    [
      'segments in a circle',
      { kind: 'segment', operator: 'in', segment: '2' },
      '/where/segment rule.segment_circle',
    ],
    [
      'a broken segment',
      { kind: 'segment', operator: 'in', segment: '4' },
      '/where/segment rule.unknown_segment',
    ],
    [
      'a field that no event has',
      where('number', 'price', 'is', 1),
      '/where/where/0/field rule.unknown_field',
    ],
    [
      'a property with a quote in its name',
      where('text', 'properties.a"b', 'is_set'),
      '/where/where/0/field rule.unknown_field',
    ],
    [
      'a property with a name that is too long',
      where('text', `properties.${'x'.repeat(101)}`, 'is_set'),
      '/where/where/0/field rule.unknown_field',
    ],
    ['a value as text', where('text', 'value', 'is', '1'), '/where/where/0/kind rule.wrong_kind'],
    [
      'an anniversary of a property',
      where('date', 'properties.born', 'anniversary_within_next', { days: 1 }),
      '/where/where/0/value rule.bad_value',
    ],
    [
      'a condition on events within one',
      where('event', 'value', 'is', 1),
      '/where/where/0/kind rule.unknown_kind',
    ],
    [
      'since an unknown event',
      { ...did, window: { kind: 'since', event: 'parchase' } },
      '/where/window/event rule.unknown_event',
    ],
    [
      'an aggregate that is unknown',
      { ...total, operator: 'is_set' },
      '/where/operator rule.unknown_operator',
    ],
    ['a sum of a currency', { ...total, field: 'currency' }, '/where/field rule.unknown_field'],
    [
      'a last time in the future',
      { ...lastly, operator: 'within_next' },
      '/where/operator rule.unknown_operator',
    ],
    [
      'a sequence with an unknown end',
      { ...abandoned, then: { event: 'parchase' } },
      '/where/then/event rule.unknown_event',
    ],
    ['a sequence by value', { ...abandoned, by: 'value' }, '/where/by rule.unknown_field'],
  ])('refuses %s', (_, where, expected) => {
    expect(errors(where)).toEqual([expected]);
  });

  it('reports every error at once', () => {
    const where = { kind: 'all', of: [{ ...city, operator: 'x' }, score('1'), { kind: 'what' }] };
    expect(errors(where)).toEqual([
      '/where/of/0/operator rule.unknown_operator',
      '/where/of/1/value rule.bad_value',
      '/where/of/2/kind rule.unknown_kind',
    ]);
  });

  it('refuses a segment that would refer to itself', () => {
    expect(errors({ kind: 'segment', operator: 'in', segment: '1' }, '1')).toEqual([
      '/where/segment rule.segment_circle',
    ]);
  });

  it('counts the cost of segments', () => {
    const of = Array.from({ length: MAX_COST + 1 }, () => ({
      kind: 'segment',
      operator: 'in',
      segment: '1',
    }));
    expect(errors({ kind: 'all', of: of.slice(1) })).toEqual([]);
    expect(errors({ kind: 'any', of: [{ kind: 'all', of: of.slice(1) }, of[0]] })).toEqual([
      '/where/of/1/segment rule.too_costly',
    ]);
  });

  it('says how much it costs, and how much it may', () => {
    const of = Array.from({ length: 60 }, () => did);
    const result = parse({ version: 1, where: { kind: 'all', of } }, schema);
    expect(result.ok ? '' : result.error[0]?.message).toBe(
      `The rule costs 120, at most ${MAX_COST} is allowed.`,
    );
  });

  it('counts the depth of segments', () => {
    const inSegment = { kind: 'segment', operator: 'not_in', segment: '1' };
    const wrapped = (depth: number): unknown =>
      depth === 1 ? inSegment : { kind: 'not', of: wrapped(depth - 1) };
    expect(errors(wrapped(MAX_DEPTH - 1))).toEqual([]);
    expect(errors(wrapped(MAX_DEPTH))).toEqual([
      `/where${'/of'.repeat(MAX_DEPTH - 1)}/segment rule.too_deep`,
    ]);
  });

  it.each([
    [{ version: 2, where: city }, '/version rule.unknown_version'],
    [{ where: city }, '/version rule.unknown_version'],
    [{ version: 1, where: city, name: 'x' }, '/name rule.unknown_property'],
    ['rule', ' rule.bad_value'],
  ])('refuses %j', (json, expected) => {
    const result = parse(json);
    expect(result.ok ? [] : result.error.map((error) => `${error.place} ${error.code}`)).toEqual([
      expected,
    ]);
  });

  it('brings instants to UTC', () => {
    const result = parse({
      version: 1,
      where: day('2026-03-01T07:30+07:00', 'after', 'createdAt'),
    });
    expect(result).toMatchObject({
      ok: true,
      value: { where: { value: '2026-03-01T00:30:00.000Z' } },
    });
  });
});
