import type { Node } from '#libs/rules';
import fc from 'fast-check';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Values that look alike, clash, or hide something: few, so that rules hit them often. */
export const texts = [
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
export const numbers = [
  0, 1, -1, 0.1, 0.3, 0.30000000000000004, 2.5, 1e12, -1e12, 1e-9, 5e-324, 199.99,
];
export const countries = ['TH', 'DE', 'US'];

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

export const day = fc.oneof(
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

export const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.option(value, { nil: null, freq: 4 });

export const keptText = fc.constantFrom(...texts, ...blank);
export const keptTexts = fc.uniqueArray(fc.constantFrom(...texts), { maxLength: 4 });

// Rules ------------------------------------------------------------------------------------------

export const textValue = fc.constantFrom(...texts);
const codes: { readonly [field: string]: readonly string[] } = {
  externalId: ['X1', 'X1 ', 'X2', 'X2 ', ' ', 'x3', '1', 'X'].filter((code) => code.trim() !== ''),
  email: ['U1@Example.com', 'u2@example.com ', 'example', 'u1'],
  country: ['th', 'TH', 'DE', 'T', 'H'],
  currency: ['thb', 'THB', ' USD ', 'TH', 'EURO', 'H'],
};
const textOf = (field: string): fc.Arbitrary<string> =>
  codes[field] ? fc.constantFrom(...codes[field]) : textValue;
const many = (one: fc.Arbitrary<string>) => fc.array(one, { minLength: 1, maxLength: 3 });
export const number = fc.constantFrom(...numbers);
export const range = fc
  .tuple(number, number)
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const length = fc.constantFrom(1, 2, 7, 30, 31, 60, 364, 366);
export const span = (calendar: boolean) =>
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

export const momentRange = (calendar: boolean) =>
  fc
    .oneof(fc.tuple(moment(calendar), moment(calendar)), fc.tuple(day, ends))
    .map(([a, b]) => (a.length === b.length && a > b ? { from: b, to: a } : { from: a, to: b }));

type Values = { readonly [operator: string]: fc.Arbitrary<unknown> };
const none = fc.constant(null);

export const operators: { readonly [kind: string]: (field: string, calendar: boolean) => Values } =
  {
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

export const conditionOn = (kind: string, field: string, calendar: boolean) =>
  fc.oneof(
    ...Object.entries(operators[kind]?.(field, calendar) ?? {}).map(([operator, value]) =>
      value.map((inner) => ({ kind, field, operator, value: inner }) as unknown as Node),
    ),
  );
