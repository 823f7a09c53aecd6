import { type Day, DAY, addDays, dayText, isLeap, monthDay, yearOf } from '#libs/kernel';
import { positive } from '../fields/operator.js';
import { later, MOST_AHEAD, notBeforeMidnight } from './turning.js';
import { upToAYear } from '../operands/spans.js';
import { type Sql, sql } from '../sql.js';
import type { Axis } from '../time/axis.js';

/** The anniversary in a year. 29 February is kept on 1 March in a common year. */
const inYear = (day: Day, year: number): Day => {
  const date = new Date(day);
  return Date.UTC(year, date.getUTCMonth(), date.getUTCDate());
};

/** The first anniversary that is not before a day. The year of birth does not matter. */
export function nextAnniversary(day: Day, notBefore: Day): Day {
  const thisYear = inYear(day, yearOf(notBefore));
  return thisYear >= notBefore ? thisYear : inYear(day, yearOf(notBefore) + 1);
}

const holds = (found: Day, days: number, today: Day): boolean =>
  nextAnniversary(found, today) <= addDays(today, days);

/** The same over month and day as a number; the window may run past the end of the year. */
function toSql(column: Sql, days: number, today: Day): Sql {
  const last = addDays(today, days);
  const [from, to] = [monthDay(today), monthDay(last)];
  const found = sql`(MONTH(${column}) * 100 + DAY(${column}))`;
  const within =
    yearOf(today) === yearOf(last)
      ? sql`${found} BETWEEN ${from} AND ${to}`
      : sql`(${found} >= ${from} OR ${found} <= ${to})`;
  // A window that begins on 1 March of a common year begins with those born on 29 February.
  return from === 301 && !isLeap(yearOf(today)) ? sql`(${within} OR ${found} = 229)` : within;
}

/**
 * No later than the window before the next anniversary opens; for those within it, the next midnight.
 * INTERVAL keeps 29 February on the 28th in a common year, a day early: an anniversary counts as past
 * two days after it.
 */
function nextWindow(column: Sql, days: number, axis: Axis): Sql {
  const year = yearOf(axis.today);
  const next = sql`${column} + INTERVAL (${year} - YEAR(${column}) + (${column} + INTERVAL (${year} - YEAR(${column})) YEAR < ${dayText(axis.today - DAY)})) YEAR`;
  return notBeforeMidnight(later(sql`(${next})`, -days * DAY - MOST_AHEAD), axis);
}

/** The next anniversary is today or at most that many days ahead. */
export const anniversaryWithinNext = positive<{ readonly days: number }, number, Axis>({
  accepts: upToAYear,
  say: {
    en: 'whose {field} has its anniversary {value}',
    th: 'จะครบรอบ{field}{value}',
  },
  evaluate: (found, { days }, axis) => holds(found, days, axis.today),
  toSql: (target, { days }, axis) => target.where((column) => toSql(column, days, axis.today)),
  soonest: (column, { days }, axis) =>
    days >= 365
      ? undefined
      : { at: nextWindow(column, days, axis), where: sql`${column} IS NOT NULL` },
  changesAt: (found, { days }, axis) => {
    if (days >= 365) return Infinity;
    const next = nextAnniversary(found, axis.today);
    if (!holds(found, days, axis.today)) return axis.instant(addDays(next, -days));
    let after = next;
    // A window of nearly a year is left only between anniversaries 366 days apart.
    for (let year = 0; year < 10; year += 1) {
      if (!holds(found, days, after + DAY)) return axis.instant(after + DAY);
      after = nextAnniversary(found, after + DAY);
    }
    return Infinity;
  },
});
