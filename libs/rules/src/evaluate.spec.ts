import { evaluate } from './evaluate.js';
import type { Schema } from './schema.js';
import type { Node } from './tree.js';
import { eventAt, factsOf } from './testing/facts.js';

const schema: Schema = {
  timeZone: 'Asia/Bangkok',
  field: (name) => ({
    name,
    kind: 'date',
    label: { en: '', th: '' },
    place: { column: 'renewal' },
  }),
  event: () => 1,
  list: () => undefined,
  campaign: () => undefined,
  segment: (id) => ({
    name: id,
    rule: {
      version: 1,
      where: { kind: 'segment', operator: 'in', segment: id === '1' ? '2' : '1' },
    },
  }),
};
const day = 86_400_000;
const start = Date.UTC(2026, 2, 1);
const facts = factsOf({ history: () => ({ events: [eventAt(start)], before: [] }) });
const within = (days: number): Node => ({
  kind: 'event',
  event: 'visit',
  operator: 'at_least',
  times: 1,
  window: { kind: 'last', span: { days } },
  where: [],
});
const after = (days: number): Node => ({ kind: 'not', of: within(days) });
const judge = (where: Node) =>
  evaluate({ version: 1, where }, facts, schema, new Date(start + day / 2));

describe('evaluate', () => {
  it.each<[string, Node, boolean, number | null]>([
    ['all hold: the first that may fail', { kind: 'all', of: [within(3), within(2)] }, true, 2],
    [
      'some fail: the last that may hold',
      { kind: 'all', of: [after(3), after(2), within(9)] },
      false,
      3,
    ],
    [
      'some hold: the last that may fail',
      { kind: 'any', of: [within(3), within(2), after(1)] },
      true,
      3,
    ],
    ['none holds: the first that may', { kind: 'any', of: [after(3), after(2)] }, false, 2],
    ['never', { kind: 'any', of: [{ kind: 'everyone' }, after(2)] }, true, null],
  ])('%s', (_, where, verdict, days) => {
    const evaluation = judge(where);
    expect(evaluation.verdict).toBe(verdict);
    expect(evaluation.changesAt).toEqual(days === null ? null : new Date(start + days * day + 1));
  });

  it('expects nothing after the last instant that there is', () => {
    const long: Node = {
      kind: 'date',
      field: 'renewal',
      operator: 'more_than_ago',
      value: { days: 30 },
    };
    const rule = { version: 1, where: long } as const;
    const until = (value: string) =>
      evaluate(rule, factsOf({ value: () => value }), schema, new Date(start)).changesAt;
    expect(until('2026-03-01')).not.toBeNull();
    expect(until('9999-12-31')).toBeNull();
  });

  it('does not walk in a circle of segments', () => {
    expect(() => judge({ kind: 'segment', operator: 'in', segment: '1' })).toThrow('1 → 2 → 1');
  });
});
