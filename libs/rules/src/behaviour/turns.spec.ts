import { comparable } from '../comparable.js';
import { evaluate } from '../evaluate.js';
import type { EventFact } from '../facts.js';
import { parse } from '../parse.js';
import type { Schema } from '../schema.js';
import { eventAt, factsOf } from '../testing/facts.js';

const schema: Schema = {
  timeZone: 'Asia/Bangkok',
  field: () => undefined,
  event: () => 1,
  segment: () => undefined,
  list: () => undefined,
  campaign: () => undefined,
};
const at = (text: string, properties = {}): EventFact => ({
  ...eventAt(new Date(text), 10),
  properties: comparable(properties) ?? {},
});
const bought = { kind: 'event', event: 'purchase', operator: 'at_least', times: 1 };
const inDay = { kind: 'last', span: { days: 1 } };
const lastly = { kind: 'occurrence', event: 'purchase', which: 'last' };
const abandoned = {
  kind: 'sequence',
  first: { event: 'visit' },
  then: { event: 'purchase' },
  operator: 'not_followed',
  within: { days: 1 },
};

interface Turn {
  readonly purchases?: readonly EventFact[];
  readonly visits?: readonly EventFact[];
  readonly where: object;
  readonly verdict: boolean;
  readonly changesAt: string | null;
}

const now = '2026-03-02T00:00:00.000Z';
const turns: readonly (readonly [string, Turn])[] = [
  [
    'another arrives as the last one leaves the window',
    {
      purchases: [at('2026-03-01T12:00:00.000Z'), at('2026-03-02T12:00:00.001Z')],
      where: { ...bought, window: inDay },
      verdict: true,
      changesAt: '2026-03-03T12:00:00.002Z',
    },
  ],
  [
    'a last time gives way to another as it grows too old',
    {
      purchases: [at('2026-03-01T12:00:00.000Z'), at('2026-03-02T12:00:00.001Z')],
      where: { ...lastly, operator: 'within_last', value: { days: 1 } },
      verdict: true,
      changesAt: '2026-03-03T12:00:00.002Z',
    },
  ],
  [
    'a last time gives way to another before it is old enough',
    {
      purchases: [at('2026-03-01T12:00:00.000Z'), at('2026-03-02T11:00:00.000Z')],
      where: { ...lastly, operator: 'more_than_ago', value: { days: 1 } },
      verdict: false,
      changesAt: '2026-03-03T11:00:00.001Z',
    },
  ],
  [
    'a period ends at midnight in the zone',
    {
      purchases: [at(now)],
      where: { ...bought, window: { kind: 'period', period: 'today' } },
      verdict: true,
      changesAt: '2026-03-02T17:00:00.000Z',
    },
  ],
  [
    'the mark of a window comes again',
    {
      visits: [at('2026-03-01T00:00:00Z'), at('2026-03-02T01:00:00Z')],
      purchases: [at('2026-03-01T12:00:00Z')],
      where: { ...bought, window: { kind: 'since', event: 'visit' } },
      verdict: true,
      changesAt: '2026-03-02T01:00:00.000Z',
    },
  ],
  [
    'a condition on the event runs out',
    {
      purchases: [at('2026-03-01T12:00:00Z', { until: '2026-03-02T06:00:00Z' })],
      where: {
        ...bought,
        where: [
          { kind: 'date', field: 'properties.until', operator: 'within_next', value: { days: 1 } },
        ],
      },
      verdict: true,
      changesAt: '2026-03-02T06:00:00.001Z',
    },
  ],
  [
    'an aggregate loses what leaves the window',
    {
      purchases: [at('2026-03-01T12:00:00Z'), at('2026-03-01T18:00:00Z')],
      where: {
        kind: 'aggregate',
        event: 'purchase',
        of: 'sum',
        field: 'value',
        operator: 'at_least',
        value: 20,
        window: inDay,
      },
      verdict: true,
      changesAt: '2026-03-02T12:00:00.001Z',
    },
  ],
  [
    'the time to follow runs out',
    {
      visits: [at('2026-03-01T12:00:00Z')],
      where: abandoned,
      verdict: false,
      changesAt: '2026-03-02T12:00:00.001Z',
    },
  ],
  [
    'followed in the last millisecond that is still to come',
    {
      visits: [at('2026-03-01T12:00:00Z')],
      purchases: [at('2026-03-02T12:00:00Z')],
      where: abandoned,
      verdict: false,
      changesAt: null,
    },
  ],
];

describe('time alone', () => {
  it.each(turns)('%s', (_, { purchases = [], visits = [], where, verdict, changesAt }) => {
    const rule = parse({ version: 1, where }, schema);
    if (!rule.ok) throw new Error(JSON.stringify(rule.error));
    const history = (name: string) => ({
      events: name === 'visit' ? visits : purchases,
      before: [],
    });
    const found = evaluate(rule.value, factsOf({ history }), schema, new Date(now));
    expect([found.verdict, found.changesAt?.toISOString() ?? null]).toEqual([verdict, changesAt]);
  });
});
