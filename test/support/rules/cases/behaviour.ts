import { type Cases, did } from './case.js';

/** What contacts did, and when. */
export const behaviourCases: Cases = [
  [
    'the edge of a window',
    {
      purchases: [['2026-03-01T12:00:00Z']],
      where: did('at_least', 1, { window: { kind: 'last', span: { days: 1 } } }),
      now: '2026-03-02T12:00:00Z',
      holds: true,
    },
  ],
  [
    'beyond the edge',
    {
      purchases: [['2026-03-01T11:59:59.999Z']],
      where: did('exactly', 0, { window: { kind: 'last', span: { days: 1 } } }),
      now: '2026-03-02T12:00:00Z',
      holds: true,
    },
  ],
  [
    'the future does not count yet',
    {
      purchases: [['2026-03-02T12:00:00.001Z']],
      where: did('at_least', 1),
      now: '2026-03-02T12:00:00Z',
      holds: false,
    },
  ],
  [
    'the present does',
    {
      purchases: [['2026-03-02T12:00:00Z']],
      where: did('at_least', 1),
      now: '2026-03-02T12:00:00Z',
      holds: true,
    },
  ],
  [
    'two at the same instant',
    {
      purchases: [['2026-03-02T12:00:00Z'], ['2026-03-02T12:00:00Z']],
      where: did('exactly', 2),
      holds: true,
    },
  ],
  ['at most, of none', { where: did('at_most', 1), holds: true }],
  [
    'between two days of the zone',
    {
      purchases: [['2026-03-01T16:59:59.999Z']],
      where: did('at_least', 1, {
        window: { kind: 'between', from: '2026-03-01', to: '2026-03-01' },
      }),
      holds: true,
    },
  ],
  [
    'dear enough',
    {
      purchases: [['2026-03-01T00:00:00Z', '0.3000']],
      where: did('at_least', 1, {
        where: [{ kind: 'number', field: 'value', operator: 'at_least', value: 0.3 }],
      }),
      holds: true,
    },
  ],
  [
    'money that two doubles apart cannot tell',
    {
      purchases: [['2026-03-01T00:00:00Z', '999999999999.9997']],
      where: did('at_least', 1, {
        where: [{ kind: 'number', field: 'value', operator: 'is', value: 999_999_999_999.9998 }],
      }),
      holds: true,
    },
  ],
  [
    'an event without a value',
    {
      purchases: [['2026-03-01T00:00:00Z']],
      where: did('at_least', 1, {
        where: [{ kind: 'number', field: 'value', operator: 'is_not', value: 5 }],
      }),
      holds: true,
    },
  ],
];
