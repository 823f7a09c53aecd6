import { type Cases, did, purchased, purchasesOf, visited } from './case.js';

const where = (kind: string, field: string, operator: string, value?: unknown) => ({
  where: [{ kind, field, operator, value }],
});
const day = { days: 1 };
const noon = '2026-03-01T12:00:00Z';

/** What contacts did: any event, properties, periods and marks, sums, first and last times, sequences. */
export const deedCases: Cases = [
  ['any event', { visits: [[noon]], where: did('at_least', 1, { event: '*' }), holds: true }],
  [
    'a property, whatever its letters',
    {
      purchases: [[noon, null, { brand: 'CAFÉ  noir' }]],
      where: did('at_least', 1, where('text', 'properties.brand', 'is', 'Cafe Noir')),
      holds: true,
    },
  ],
  [
    'is not, of a property that is missing',
    {
      purchases: [[noon]],
      where: did('at_least', 1, where('text', 'properties.brand', 'is_not', 'x')),
      holds: true,
    },
  ],
  [
    'a property that every object has',
    {
      purchases: [[noon, null, { a: 1 }]],
      where: did('at_least', 1, where('text', 'properties.toString', 'is_set')),
      holds: false,
    },
  ],
  [
    'a list that is called like what every object has',
    {
      purchases: [[noon, null, { toString: ['x'] }]],
      where: did('at_least', 1, where('list', 'properties.toString', 'any_of', ['X'])),
      holds: true,
    },
  ],
  [
    'a number is no text',
    {
      purchases: [[noon, null, { size: 5 }]],
      where: did('at_least', 1, where('text', 'properties.size', 'is', '5')),
      holds: false,
    },
  ],
  [
    'products of an order',
    {
      purchases: [[noon, null, { products: [{ sku: 'A"1' }, { sku: 'b2' }] }]],
      where: did('at_least', 1, where('list', 'properties.products.sku', 'all_of', ['B2', 'a"1'])),
      holds: true,
    },
  ],
  [
    'a property with a Thai name',
    {
      purchases: [[noon, null, { 'ชื่อ สินค้า': 'น้ำ' }]],
      where: did('at_least', 1, where('text', 'properties.ชื่อ สินค้า', 'starts_with', 'น้ํา')),
      holds: true,
    },
  ],
  [
    'a date in a zone of its own',
    {
      purchases: [[noon, null, { until: '2026-06-02T00:00:00+07:00' }]],
      where: did('at_least', 1, where('date', 'properties.until', 'on', '2026-06-02')),
      holds: true,
    },
  ],
  [
    'a date that runs out',
    {
      purchases: [[noon, null, { until: '2026-05-31T23:59:59.999Z' }]],
      where: did('at_least', 1, where('date', 'properties.until', 'within_next', day)),
      holds: false,
    },
  ],
  [
    'a currency, whatever its case',
    {
      purchases: [[noon, '5']],
      where: did('at_least', 1, where('text', 'currency', 'is', 'thb')),
      holds: true,
    },
  ],
  [
    'today, as the day begins in Bangkok',
    {
      purchases: [['2026-05-31T17:00:00Z']],
      where: did('at_least', 1, { window: { kind: 'period', period: 'today' } }),
      holds: true,
    },
  ],
  [
    'this month, before it began',
    {
      purchases: [['2026-05-31T16:59:59.999Z']],
      where: did('at_least', 1, { window: { kind: 'period', period: 'this_month' } }),
      holds: false,
    },
  ],
  [
    'since the last visit',
    {
      visits: [[noon]],
      purchases: [['2026-03-01T12:00:00.001Z']],
      where: did('at_least', 1, { window: { kind: 'since', event: 'visit' } }),
      holds: true,
    },
  ],
  [
    'at the instant of the last visit',
    {
      visits: [[noon]],
      purchases: [[noon]],
      where: did('at_least', 1, { window: { kind: 'since', event: 'visit' } }),
      holds: false,
    },
  ],
  [
    'since a visit that never was',
    {
      purchases: [[noon]],
      where: did('exactly', 0, { window: { kind: 'since', event: 'visit' } }),
      holds: true,
    },
  ],
  [
    'a sum that doubles would miss',
    {
      purchases: [
        [noon, '0.1'],
        [noon, '0.2'],
      ],
      where: purchasesOf('sum', 'is', 0.3),
      holds: true,
    },
  ],
  [
    'a sum of property numbers, to six places',
    {
      purchases: [
        [noon, null, { tax: 0.0000005 }],
        [noon, null, { tax: 0.0000004 }],
      ],
      where: purchasesOf('sum', 'is', 0.000001, { field: 'properties.tax' }),
      holds: true,
    },
  ],
  [
    'a number too large to be summed',
    {
      purchases: [
        [noon, null, { tax: 1e300 }],
        [noon, null, { tax: 2 }],
      ],
      where: purchasesOf('sum', 'is', 2, { field: 'properties.tax' }),
      holds: true,
    },
  ],
  ['the sum of nothing is not 0', { where: purchasesOf('sum', 'at_most', 0), holds: false }],
  ['the sum of nothing is not 5', { where: purchasesOf('sum', 'is_not', 5), holds: true }],
  [
    'the sum of events without a value',
    { purchases: [[noon]], where: purchasesOf('sum', 'is', 0), holds: false },
  ],
  [
    'an average of those with a value',
    {
      purchases: [[noon, '1'], [noon, '2'], [noon]],
      where: purchasesOf('average', 'is', 1.5),
      holds: true,
    },
  ],
  [
    'the smallest, of negative ones',
    {
      purchases: [
        [noon, '-2'],
        [noon, '1'],
      ],
      where: purchasesOf('minimum', 'is', -2),
      holds: true,
    },
  ],
  [
    'the largest of nothing is not less',
    { where: purchasesOf('maximum', 'less_than', 5), holds: false },
  ],
  [
    'different ones, kinds told apart',
    {
      purchases: [1, '1', ' 1 ', true, 'true'].map((id) => [noon, null, { id }] as const),
      where: purchasesOf('distinct', 'is', 4, { field: 'properties.id' }),
      holds: true,
    },
  ],
  [
    'different ones of nothing are 0',
    { where: purchasesOf('distinct', 'at_most', 2, { field: 'properties.id' }), holds: true },
  ],
  [
    'the first time',
    {
      purchases: [['2026-05-20T00:00:00Z'], [noon]],
      where: purchased('first', 'on', '2026-03-01'),
      holds: true,
    },
  ],
  [
    'the last time, to the edge',
    {
      purchases: [['2026-05-31T00:00:00Z'], [noon]],
      where: purchased('last', 'within_last', day),
      holds: true,
    },
  ],
  [
    'the last time, the future apart',
    {
      purchases: [['2026-06-01T00:00:00.001Z'], [noon]],
      where: purchased('last', 'before', '2026-03-02'),
      holds: true,
    },
  ],
  [
    'no last time is not long ago',
    { where: purchased('last', 'more_than_ago', day), holds: false },
  ],
  [
    'followed at the last moment',
    {
      visits: [[noon]],
      purchases: [['2026-03-02T12:00:00Z']],
      where: visited('followed', day),
      holds: true,
    },
  ],
  [
    'followed too late',
    {
      visits: [[noon]],
      purchases: [['2026-03-02T12:00:00.001Z']],
      where: visited('followed', day),
      holds: false,
    },
  ],
  [
    'not followed by what happens at the same instant',
    { visits: [[noon]], purchases: [[noon]], where: visited('not_followed', day), holds: true },
  ],
  [
    'the time is not over yet',
    {
      visits: [[noon]],
      where: visited('not_followed', day),
      now: '2026-03-02T12:00:00Z',
      holds: false,
    },
  ],
  [
    'the time is over',
    {
      visits: [[noon]],
      where: visited('not_followed', day),
      now: '2026-03-02T12:00:00.001Z',
      holds: true,
    },
  ],
  [
    'another cart',
    {
      visits: [[noon, null, { cart: { id: 'a' } }]],
      purchases: [['2026-03-01T13:00:00Z', null, { cart: { id: 'b' } }]],
      where: visited('not_followed', day, { by: 'properties.cart.id' }),
      holds: true,
    },
  ],
  [
    'the same cart',
    {
      visits: [[noon, null, { cart: { id: 'a' } }]],
      purchases: [['2026-03-01T13:00:00Z', null, { cart: { id: 'A ' } }]],
      where: visited('followed', day, { by: 'properties.cart.id' }),
      holds: true,
    },
  ],
  [
    'no cart at all is no cart in common',
    {
      visits: [[noon]],
      purchases: [['2026-03-01T13:00:00Z']],
      where: visited('followed', day, { by: 'properties.cart.id' }),
      holds: false,
    },
  ],
];
