import { type Cases, born, date, seen } from './case.js';

const on = (...days: number[]) => date('attributes.seen', 'weekday_is', days);
const within = (...months: number[]) => date('attributes.seen', 'month_is', months);

/** Days of the week and months, where the zone decides which one it is. */
export const calendarCases: Cases = [
  [
    'a calendar day has its weekday in every zone',
    { values: born('2026-06-01'), where: date('birthDate', 'weekday_is', [1]), holds: true },
  ],
  [
    '29 February is in February',
    { values: born('1988-02-29'), where: date('birthDate', 'month_is', [2]), holds: true },
  ],
  [
    'a weekday before 1970',
    { values: born('1969-12-31'), where: date('birthDate', 'weekday_is', [3]), holds: true },
  ],
  [
    'nobody knows the weekday of the unknown',
    {
      values: { birthDate: null },
      where: date('birthDate', 'weekday_is', [1, 2, 3, 4, 5, 6, 7]),
      holds: false,
    },
  ],
  // Bangkok is seven hours ahead.
  [
    'Sunday night is Monday there',
    { values: seen('2026-05-31T17:00:00Z'), where: on(1), holds: true },
  ],
  [
    'and a moment before is Sunday',
    { values: seen('2026-05-31T16:59:59.999Z'), where: on(7), holds: true },
  ],
  [
    'the last of May is June there',
    { values: seen('2026-05-31T17:00:00Z'), where: within(6), holds: true },
  ],
  [
    'in summer Berlin is two hours ahead',
    { values: seen('2026-07-05T22:00:00Z'), where: on(1), zone: 'Europe/Berlin', holds: true },
  ],
  [
    'in winter it is one',
    { values: seen('2026-01-04T22:30:00Z'), where: on(1), zone: 'Europe/Berlin', holds: false },
  ],
  [
    'the clocks go back a minute past midnight and the day stays',
    // 29 October 2006 in St. John’s: 00:01 becomes 23:01.
    { values: seen('2006-10-29T02:40:00Z'), where: on(7), zone: 'America/St_Johns', holds: true },
  ],
  [
    'the last day that there is',
    { values: seen('9999-12-31T23:59:59.999Z'), where: within(12), holds: true },
  ],
];
