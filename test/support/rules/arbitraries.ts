import type { Node, Rule } from '#libs/rules';
import fc from 'fast-check';
import { eventIds, fields, type Person } from './world.js';
import { messageCondition, otherCondition, others } from './arbitrary-others.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Values that look alike, clash, or hide something: few, so that rules hit them often. */
const texts = [
  'Bangkok',
  'bangkok ',
  '  BANGKOK  yai',
  'กรุงเทพฯ',
  'ป่า',
  'ป้า',
  'น้ำ',
  'น้ํา',
  'José',
  'jose',
  'Straße',
  '100%',
  '100_',
  'a!b',
  "O'Neil\\",
  '🙂',
  '👩‍👩‍👧',
  'ﬁne',
  'İstanbul',
  'a',
];
const blank = ['', ' ', '\u0301', '\u00a0'];
const numbers = [0, 1, -1, 0.1, 0.3, 0.30000000000000004, 2.5, 1e12, -1e12, 1e-9, 5e-324, 199.99];
const countries = ['TH', 'DE', 'US'];

/** Days on which clocks change, the ends of months and years, and 29 February. */
const bases = [
  '2026-03-29T00:00:00Z',
  '2026-10-25T00:00:00Z',
  '2026-03-08T05:00:00Z',
  '2026-11-01T04:00:00Z',
  '2028-02-28T17:00:00Z',
  '2027-02-28T17:00:00Z',
  '2026-12-31T17:00:00Z',
  '2026-12-31T23:00:00Z',
  '2026-07-01T04:00:00Z',
].map((text) => Date.parse(text));
const shifts = [0, 1, -1, HOUR, -HOUR, DAY, -DAY, DAY + 1, 7 * DAY, -7 * DAY, 30 * DAY, -30 * DAY];

/** Instants that meet each other's window edges to the millisecond. */
export const instant = fc
  .tuple(fc.constantFrom(...bases), fc.constantFrom(...shifts), fc.constantFrom(...shifts))
  .map(([base, one, two]) => new Date(base + one + two));

const day = fc.oneof(
  instant.map((at) => at.toISOString().slice(0, 10)),
  fc.constantFrom(
    '2028-02-29',
    '2024-02-29',
    '1988-02-29',
    '1990-03-01',
    '1970-12-31',
    '2000-01-01',
  ),
);

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.option(value, { nil: null, freq: 4 });

const keptText = fc.constantFrom(...texts, ...blank);
const keptTexts = fc.uniqueArray(fc.constantFrom(...texts), { maxLength: 4 });

const event = fc
  .record({
    at: instant,
    // DECIMAL(19,4)
    value: maybe(fc.constantFrom(0, 1, 0.1, 0.3, 199.99, 1e12, 999_999_999.9999, -1)),
    currency: fc.constant(null),
    properties: fc.constant({}),
  })
  .map((one) => ({ ...one, decimal: one.value === null ? null : String(one.value) }));

const values = fc.record({
  country: maybe(fc.constantFrom(...countries)),
  firstName: maybe(keptText),
  city: maybe(keptText),
  birthDate: maybe(day),
  createdAt: instant,
  tags: keptTexts.map((tags) => tags.filter((tag, index) => index === 0 || tag === '🙂')),
  'attributes.nickname': maybe(keptText),
  'attributes.score': maybe(fc.oneof(fc.constantFrom(...numbers), fc.constantFrom(1e300, -1e-300))),
  'attributes.vip': maybe(fc.boolean()),
  'attributes.renewal': maybe(day),
  'attributes.seen': maybe(instant),
  'attributes.hobbies': keptTexts,
});

const person: fc.Arbitrary<Person> = fc.record({
  values,
  events: fc.record({
    purchase: fc.array(event, { maxLength: 5 }),
    visit: fc.array(event, { maxLength: 2 }),
  }),
  ...others(instant),
});

/** Some contacts with the unique addresses that the database asks for. */
export const people = (count: number): fc.Arbitrary<Person[]> =>
  fc.array(person, { minLength: count, maxLength: count }).map((all) =>
    all.map((one, index) => ({
      ...one,
      id: String(index + 1),
      values: {
        ...one.values,
        externalId: index % 5 === 0 ? null : `X${index}${index % 2 ? ' ' : ''}`,
        email: index % 7 === 0 ? null : `u${index}@example.com`,
      },
    })),
  );

// Rules ------------------------------------------------------------------------------------------

const textValue = fc.constantFrom(...texts);
const codes: { readonly [field: string]: readonly string[] } = {
  externalId: ['X1', 'X1 ', 'X2', 'X2 ', ' ', 'x3', '1', 'X'].filter((code) => code.trim() !== ''),
  email: ['U1@Example.com', 'u2@example.com ', 'example', 'u1'],
  country: ['th', 'TH', 'DE', 'T', 'H'],
};
const textOf = (field: string): fc.Arbitrary<string> =>
  codes[field] ? fc.constantFrom(...codes[field]) : textValue;
const many = (one: fc.Arbitrary<string>) => fc.array(one, { minLength: 1, maxLength: 3 });
const number = fc.constantFrom(...numbers);
const range = fc
  .tuple(number, number)
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const length = fc.constantFrom(1, 2, 7, 30, 31, 60, 364, 366);
const span = (calendar: boolean) =>
  calendar
    ? fc.record({ days: length })
    : fc.oneof(fc.record({ days: length }), fc.record({ hours: fc.constantFrom(1, 24, 48, 168) }));
const moment = (calendar: boolean) =>
  calendar
    ? day
    : fc.oneof(
        day,
        instant.map((at) => at.toISOString()),
      );
const ends = fc.constantFrom('1000-01-01', '9999-12-31');
const days = fc.constantFrom(0, 1, 7, 30, 364, 365).map((count) => ({ days: count }));

const momentRange = (calendar: boolean) =>
  fc
    .oneof(fc.tuple(moment(calendar), moment(calendar)), fc.tuple(day, ends))
    .map(([a, b]) => (a.length === b.length && a > b ? { from: b, to: a } : { from: a, to: b }));

type Values = { readonly [operator: string]: fc.Arbitrary<unknown> };
const none = fc.constant(null);

const operators: { readonly [kind: string]: (field: string, calendar: boolean) => Values } = {
  text: (field) => ({
    is: textOf(field),
    is_not: textOf(field),
    one_of: many(textOf(field)),
    none_of: many(textOf(field)),
    contains: textOf(field),
    does_not_contain: textOf(field),
    starts_with: textOf(field),
    ends_with: textOf(field),
    is_set: none,
    is_not_set: none,
  }),
  number: () => ({
    is: number,
    is_not: number,
    less_than: number,
    at_most: number,
    more_than: number,
    at_least: number,
    between: range,
    is_set: none,
    is_not_set: none,
  }),
  yes_no: () => ({ is_true: none, is_false: none, is_set: none, is_not_set: none }),
  date: (_, calendar) => ({
    before: fc.oneof(moment(calendar), ends),
    after: fc.oneof(moment(calendar), ends),
    on: day,
    between: momentRange(calendar),
    within_last: span(calendar),
    more_than_ago: span(calendar),
    within_next: span(calendar),
    ...(calendar ? { anniversary_within_next: days } : {}),
    in_period: fc.constantFrom('today', 'this_week', 'this_month'),
    weekday_is: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
    month_is: fc.subarray([1, 2, 3, 6, 7, 10, 11, 12], { minLength: 1 }),
    is_set: none,
    is_not_set: none,
  }),
  list: () => ({
    any_of: many(textValue),
    all_of: many(textValue),
    none_of: many(textValue),
    size_is: fc.constantFrom(0, 1, 2),
    size_at_least: fc.constantFrom(1, 2),
    size_at_most: fc.constantFrom(0, 1, 2),
    is_empty: none,
    is_not_empty: none,
  }),
};

const conditionOn = (kind: string, field: string, calendar: boolean) =>
  fc.oneof(
    ...Object.entries(operators[kind]?.(field, calendar) ?? {}).map(([operator, value]) =>
      value.map((inner) => ({ kind, field, operator, value: inner }) as unknown as Node),
    ),
  );

const fieldCondition = fc.oneof(
  ...fields.map(({ name, kind }) =>
    conditionOn(kind === 'datetime' ? 'date' : kind, name, kind === 'date'),
  ),
);

const eventWindow = fc.oneof(
  fc.constant({ kind: 'ever' }),
  span(false).map((length) => ({ kind: 'last', span: length })),
  momentRange(false).map((between) => ({ kind: 'between', ...between })),
);
const times = fc.oneof(
  fc.record({ operator: fc.constant('at_least'), times: fc.constantFrom(1, 2, 3) }),
  fc.record({ operator: fc.constant('at_most'), times: fc.constantFrom(0, 1, 2) }),
  fc.record({ operator: fc.constant('exactly'), times: fc.constantFrom(0, 1, 2) }),
);
const eventCondition = fc
  .record({
    event: fc.constantFrom(...Object.keys(eventIds)),
    times,
    window: eventWindow,
    where: fc.array(conditionOn('number', 'value', false), { maxLength: 2 }),
  })
  .map(({ event: name, times: compared, window, where }) => {
    return { kind: 'event', event: name, ...compared, window, where } as unknown as Node;
  });

const segmentCondition = fc
  .record({
    kind: fc.constant('segment' as const),
    operator: fc.constantFrom('in' as const, 'not_in' as const),
    segment: fc.constantFrom('1', '2'),
  })
  .map((node): Node => node);

/** A condition on anything but fields and events. */
export const onOthers: fc.Arbitrary<Node> = otherCondition(eventWindow);

/** A condition on messages, of which time alone can change the verdict. */
export const onMessages: fc.Arbitrary<Node> = messageCondition(eventWindow);

/** One condition by itself. */
export const leaf: fc.Arbitrary<Node> = fc.oneof(
  { weight: 6, arbitrary: fieldCondition },
  { weight: 4, arbitrary: eventCondition },
  { weight: 3, arbitrary: onOthers },
);

/** Conditions nested in all, any and not; with references to the segments 1 and 2. */
export const node: fc.Arbitrary<Node> = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'rule' },
    { weight: 5, arbitrary: leaf },
    { weight: 1, arbitrary: segmentCondition },
    { weight: 2, arbitrary: groupOf('all', tie('node')) },
    { weight: 2, arbitrary: groupOf('any', tie('node')) },
    { weight: 1, arbitrary: tie('node').map((of): Node => ({ kind: 'not', of })) },
  ),
})).node;

function groupOf(kind: 'all' | 'any', one: fc.Arbitrary<Node>): fc.Arbitrary<Node> {
  return fc.array(one, { minLength: 1, maxLength: 3 }).map((of): Node => ({ kind, of }));
}

export const rule = (where: fc.Arbitrary<Node>): fc.Arbitrary<Rule> =>
  where.map((inner) => ({ version: 1, where: inner }));
