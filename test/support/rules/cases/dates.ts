import { type Cases, date, born, seen } from './case.js';

/** Days and instants, in Bangkok unless another zone stands there. */
export const dateCases: Cases = [
  [
    'before its own day',
    { values: born('2000-05-05'), where: date('birthDate', 'before', '2000-05-05'), holds: false },
  ],
  [
    'before the next day',
    { values: born('2000-05-05'), where: date('birthDate', 'before', '2000-05-06'), holds: true },
  ],
  [
    'after its own day',
    { values: born('2000-05-05'), where: date('birthDate', 'after', '2000-05-05'), holds: false },
  ],
  [
    'the last day there is',
    { values: born('9999-12-31'), where: date('birthDate', 'after', '9999-12-31'), holds: false },
  ],
  [
    'before the first day there is',
    { values: born('1000-01-01'), where: date('birthDate', 'before', '1000-01-01'), holds: false },
  ],
  [
    'both days of a range',
    {
      values: born('2000-05-06'),
      where: date('birthDate', 'between', { from: '2000-05-06', to: '2000-05-06' }),
      holds: true,
    },
  ],
  [
    'an instant before the day begins',
    {
      values: seen('2026-02-28T16:59:59.999Z'),
      where: date('attributes.seen', 'before', '2026-03-01'),
      holds: true,
    },
  ],
  [
    'an instant as the day begins',
    {
      values: seen('2026-02-28T17:00:00.000Z'),
      where: date('attributes.seen', 'on', '2026-03-01'),
      holds: true,
    },
  ],
  [
    'an instant as the day ends',
    {
      values: seen('2026-03-01T17:00:00.000Z'),
      where: date('attributes.seen', 'on', '2026-03-01'),
      holds: false,
    },
  ],
  [
    'after an instant',
    {
      values: seen('2026-03-01T17:00:00.001Z'),
      where: date('attributes.seen', 'after', '2026-03-01T17:00:00Z'),
      holds: true,
    },
  ],
  [
    'a day of 23 hours',
    {
      values: seen('2026-03-29T22:00:00Z'),
      where: date('attributes.seen', 'on', '2026-03-29'),
      zone: 'Europe/Berlin',
      holds: false,
    },
  ],
  [
    'a day of 25 hours',
    {
      values: seen('2026-10-25T22:59:59.999Z'),
      where: date('attributes.seen', 'on', '2026-10-25'),
      zone: 'Europe/Berlin',
      holds: true,
    },
  ],
  [
    'exactly as long ago',
    {
      values: seen('2026-03-01T12:00:00Z'),
      where: date('attributes.seen', 'within_last', { days: 1 }),
      now: '2026-03-02T12:00:00Z',
      holds: true,
    },
  ],
  [
    'a millisecond longer ago',
    {
      values: seen('2026-03-01T11:59:59.999Z'),
      where: date('attributes.seen', 'within_last', { hours: 24 }),
      now: '2026-03-02T12:00:00Z',
      holds: false,
    },
  ],
  [
    'the future is not the past',
    {
      values: seen('2026-03-02T12:00:00.001Z'),
      where: date('attributes.seen', 'within_last', { days: 1 }),
      now: '2026-03-02T12:00:00Z',
      holds: false,
    },
  ],
  [
    'more than ago, exactly',
    {
      values: seen('2026-03-01T12:00:00Z'),
      where: date('attributes.seen', 'more_than_ago', { days: 1 }),
      now: '2026-03-02T12:00:00Z',
      holds: false,
    },
  ],
  [
    'within the next, exactly',
    {
      values: seen('2026-03-03T12:00:00Z'),
      where: date('attributes.seen', 'within_next', { days: 1 }),
      now: '2026-03-02T12:00:00Z',
      holds: true,
    },
  ],
  [
    'within the next, too far',
    {
      values: seen('2026-03-03T12:00:00.001Z'),
      where: date('attributes.seen', 'within_next', { days: 1 }),
      now: '2026-03-02T12:00:00Z',
      holds: false,
    },
  ],
  [
    'days of the calendar ago',
    {
      values: born('2026-03-01'),
      where: date('birthDate', 'within_last', { days: 1 }),
      now: '2026-03-02T16:59:59.999Z',
      holds: true,
    },
  ],
  [
    'a day later in the zone',
    {
      values: born('2026-03-01'),
      where: date('birthDate', 'within_last', { days: 1 }),
      now: '2026-03-02T17:00:00Z',
      holds: false,
    },
  ],
  [
    'Monday begins the week',
    {
      values: seen('2026-03-01T17:00:00Z'),
      where: date('attributes.seen', 'in_period', 'this_week'),
      now: '2026-03-08T16:59:59Z',
      holds: true,
    },
  ],
  [
    'Sunday ends it',
    {
      values: seen('2026-03-01T16:59:59.999Z'),
      where: date('attributes.seen', 'in_period', 'this_week'),
      now: '2026-03-02T00:00:00Z',
      holds: false,
    },
  ],
  [
    'the last of the month',
    {
      values: born('2028-02-29'),
      where: date('birthDate', 'in_period', 'this_month'),
      now: '2028-02-01T00:00:00Z',
      holds: true,
    },
  ],
  [
    'a birthday today',
    {
      values: born('1990-03-01'),
      where: date('birthDate', 'anniversary_within_next', { days: 0 }),
      now: '2027-03-01T00:00:00Z',
      holds: true,
    },
  ],
  [
    '29 February on 1 March',
    {
      values: born('1988-02-29'),
      where: date('birthDate', 'anniversary_within_next', { days: 0 }),
      now: '2027-03-01T00:00:00Z',
      holds: true,
    },
  ],
  [
    'not on 28 February',
    {
      values: born('1988-02-29'),
      where: date('birthDate', 'anniversary_within_next', { days: 0 }),
      now: '2027-02-28T00:00:00Z',
      holds: false,
    },
  ],
  [
    'nor on 1 March of a leap year',
    {
      values: born('1988-02-29'),
      where: date('birthDate', 'anniversary_within_next', { days: 0 }),
      now: '2028-03-01T00:00:00Z',
      holds: false,
    },
  ],
  [
    '29 February itself',
    {
      values: born('1988-02-29'),
      where: date('birthDate', 'anniversary_within_next', { days: 1 }),
      now: '2028-02-28T00:00:00Z',
      holds: true,
    },
  ],
  [
    'over the end of the year',
    {
      values: born('1990-01-02'),
      where: date('birthDate', 'anniversary_within_next', { days: 7 }),
      now: '2026-12-28T00:00:00Z',
      holds: true,
    },
  ],
  [
    'within a year, everybody',
    {
      values: born('1990-03-05'),
      where: date('birthDate', 'anniversary_within_next', { days: 365 }),
      now: '2027-03-06T00:00:00Z',
      holds: true,
    },
  ],
  [
    'within 364 days, all but those of yesterday',
    {
      values: born('1990-03-05'),
      where: date('birthDate', 'anniversary_within_next', { days: 364 }),
      now: '2027-03-06T00:00:00Z',
      holds: false,
    },
  ],
];
