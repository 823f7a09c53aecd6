import { type Comparable, type EventFact, type Node, comparable } from '#libs/rules';
import fc from 'fast-check';
import {
  conditionOn,
  instant,
  maybe,
  momentRange,
  number,
  numbers,
  operators,
  range,
  span,
  texts,
} from './arbitrary-values.js';
import { eventIds } from './store-events.js';

// Events -----------------------------------------------------------------------------------------

const sometimes = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });

const dateText = fc.oneof(
  instant.map((at) => at.toISOString()),
  instant.map((at) => `${at.toISOString().slice(0, 19)}+07:00`),
  instant.map((at) => at.toISOString().slice(0, 10)),
  fc.constantFrom('2028-02-29', '2027-02-29', 'tomorrow', '9999-12-31T23:59:59.999Z', '0999-01-01'),
);
const scalar = fc.oneof(
  fc.constantFrom(
    ...texts,
    '',
    ' ',
    '5',
    'true',
    'x'.repeat(600),
    `${'ก'.repeat(499)} b`,
    '\ud800a',
  ),
  fc.constantFrom(...numbers, 1e300, -1e15, 1e15 + 2, 0.0000005, 1.0000015, 5),
  fc.boolean(),
);
/** Of few values, so that two events share one. */
const cart = fc.constantFrom('c1', 'C1 ', 'c2', 1, true, null);

const properties = fc
  .record({
    name: sometimes(fc.constantFrom(...texts, '', 'a"b', 'a\\b', 'a\u0001')),
    amount: sometimes(scalar),
    vip: sometimes(fc.oneof(fc.boolean(), fc.constantFrom(0, 1, 'true'))),
    when: sometimes(dateText),
    items: sometimes(
      fc.oneof(
        fc.array(scalar, { maxLength: 3 }),
        fc.array(fc.record({ sku: scalar, price: fc.constantFrom(...numbers) }), { maxLength: 3 }),
      ),
    ),
    cart: sometimes(fc.record({ id: cart })),
    'ชื่อ สินค้า': sometimes(fc.constantFrom(...texts)),
    'cart.id': fc.option(cart, { nil: undefined, freq: 8 }),
  })
  // As it comes back from the database.
  .map((raw) => JSON.parse(JSON.stringify(comparable(raw) ?? {})) as Comparable);

// DECIMAL(19,4), of which two doubles apart cannot tell some.
const decimal = fc.constantFrom(
  ...['0', '1', '0.1', '0.3', '199.99', '-1', '-0.0001', '1000000000000', '999999999.9999'],
  ...['999999999999.9997', '999999999999.9998', '123456789012345.6789'],
);

export const event: fc.Arbitrary<EventFact> = fc
  .record({
    at: instant,
    decimal: maybe(decimal),
    currency: fc.constantFrom('THB', 'USD', 'EUR'),
    properties,
  })
  .map((one) => ({
    ...one,
    value: one.decimal === null ? null : Number(one.decimal),
    currency: one.decimal === null ? null : one.currency,
  }));

// Rules ------------------------------------------------------------------------------------------

const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...Object.keys(eventIds)) },
  { weight: 1, arbitrary: fc.constant('*') },
);

/** Windows that the present alone settles. */
export const plainWindow = fc.oneof(
  fc.constant({ kind: 'ever' }),
  span(false).map((length) => ({ kind: 'last', span: length })),
  momentRange(false).map((between) => ({ kind: 'between', ...between })),
);
const window = fc.oneof(
  { weight: 4, arbitrary: plainWindow },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('today', 'this_week', 'this_month')
      .map((period) => ({ kind: 'period', period })),
  },
  { weight: 1, arbitrary: name.map((mark) => ({ kind: 'since', event: mark })) },
);

const paths = ['name', 'amount', 'items', 'items.sku', 'cart.id', 'ชื่อ สินค้า', 'toString'];
const property = fc.constantFrom(...paths).map((path) => `properties.${path}`);
const summed = fc.oneof(
  fc.constant('value'),
  fc.constantFrom('properties.amount', 'properties.cart.id', 'properties.name'),
);

const condition = fc.oneof(
  conditionOn('number', 'value', false),
  conditionOn('text', 'currency', false),
  conditionOn('date', 'properties.when', false),
  conditionOn('yes_no', 'properties.vip', false),
  conditionOn('number', 'properties.amount', false),
  property.chain((field) => conditionOn('text', field, false)),
  property.chain((field) => conditionOn('list', field, false)),
);
const dates = operators.date!('', false);

/** Comes and goes with time. */
const timely = fc.oneof(
  ...['within_last', 'more_than_ago', 'within_next', 'in_period'].map((operator) =>
    dates[operator]!.map((wanted) => [
      { kind: 'date', field: 'properties.when', operator, value: wanted },
    ]),
  ),
);
const where = fc.oneof(
  { weight: 4, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: conditionOn('text', 'currency', false).map((one) => [one]) },
  { weight: 1, arbitrary: timely },
  { weight: 2, arbitrary: fc.array(condition, { minLength: 1, maxLength: 2 }) },
);

const times = fc.oneof(
  fc.record({ operator: fc.constant('at_least'), times: fc.constantFrom(1, 2, 3) }),
  fc.record({ operator: fc.constant('at_most'), times: fc.constantFrom(0, 1, 2) }),
  fc.record({ operator: fc.constant('exactly'), times: fc.constantFrom(0, 1, 2) }),
);
const count = fc
  .record({ event: name, times, window, where })
  .map(({ times: compared, ...rest }) => ({ kind: 'event', ...rest, ...compared }));

const total = fc.oneof(number, fc.constantFrom(2, 3, 200.09, 999_999_999_999.9998, 0.0000005));
const compared = fc.oneof(
  fc.record({
    operator: fc.constantFrom('is', 'is_not', 'less_than', 'at_most', 'more_than', 'at_least'),
    value: total,
  }),
  fc.record({ operator: fc.constant('between'), value: range }),
);
const aggregate = fc
  .record({
    event: name,
    of: fc.constantFrom('sum', 'average', 'minimum', 'maximum', 'distinct'),
    field: summed,
    window,
    where,
    compared,
  })
  .map(({ compared: comparison, ...rest }) => ({ kind: 'aggregate', ...rest, ...comparison }));

const asked = ['before', 'after', 'on', 'between', 'within_last', 'more_than_ago', 'in_period'];
const dated = fc.oneof(
  ...asked.map((operator) => dates[operator]!.map((value) => ({ operator, value }))),
);
const occurrence = fc
  .record({ event: name, which: fc.constantFrom('first', 'last'), where, dated })
  .map(({ dated: comparison, ...rest }) => ({ kind: 'occurrence', ...rest, ...comparison }));

const step = fc.record({ event: name, where });
const sequence = fc
  .record({
    first: step,
    then: step,
    operator: fc.constantFrom('followed', 'not_followed'),
    within: span(false),
    window,
    by: fc.option(fc.constantFrom('properties.cart.id', 'properties.amount'), { nil: undefined }),
  })
  .map(({ by, ...rest }) => ({ kind: 'sequence', ...rest, ...(by === undefined ? {} : { by }) }));

/** On what was done. */
export const eventCondition: fc.Arbitrary<Node> = fc
  .oneof(
    { weight: 3, arbitrary: count },
    { weight: 3, arbitrary: aggregate },
    { weight: 2, arbitrary: occurrence },
    { weight: 3, arbitrary: sequence },
  )
  .map((one) => one as unknown as Node);
