import type { JsonObject } from '#libs/kernel';

/** The shapes that are counted and kept, by the names under which their figures are given. */
export interface Shape {
  readonly says: string;
  readonly where: JsonObject;
}

const all = (...of: readonly JsonObject[]): JsonObject => ({ kind: 'all', of });
const last = (days: number): JsonObject => ({ kind: 'last', span: { days } });
const event = (name: string, operator: string, times: number, days: number): JsonObject => ({
  kind: 'event',
  event: name,
  operator,
  times,
  window: last(days),
});
const score = (metric: string, least: number): JsonObject => ({
  kind: 'number',
  field: `metrics.${metric}`,
  operator: 'at_least',
  value: least,
});

const countryAndAge = all(
  { kind: 'text', field: 'country', operator: 'is', value: 'TH' },
  {
    kind: 'date',
    field: 'birthDate',
    operator: 'between',
    value: { from: '1990-01-01', to: '1999-12-31' },
  },
);
const boughtTwice = event('purchased', 'at_least', 2, 30);

export const shapes: { readonly [name: string]: Shape } = {
  s1: { says: 'country and age', where: countryAndAge },
  s2: {
    says: 'two declared attributes',
    where: all(
      { kind: 'text', field: 'attributes.plan', operator: 'is', value: 'gold' },
      { kind: 'number', field: 'attributes.score', operator: 'at_least', value: 900 },
    ),
  },
  s3: { says: 'purchased at least twice in 30 days', where: boughtTwice },
  s4: {
    says: 's1 and s3 and no open in 90 days',
    where: all(countryAndAge, boughtTwice, event('opened', 'exactly', 0, 90)),
  },
  s5: {
    says: 'RFM quintiles over a year: whoever has a score',
    where: score('rfm', 111),
  },
  s6: {
    says: 'viewed and no purchase within 7 days, last 30 days',
    where: {
      kind: 'sequence',
      operator: 'not_followed',
      first: { event: 'viewed' },
      then: { event: 'purchased' },
      within: { days: 7 },
      window: last(30),
    },
  },
  s7: { says: 'no event in 180 days', where: event('*', 'exactly', 0, 180) },
};
