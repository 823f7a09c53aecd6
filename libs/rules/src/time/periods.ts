import type { Period } from '../tree.js';
import { type Day, DAY, addDays } from './days.js';

/** The first and the last day of the period that contains a day. */
export const periods: { readonly [P in Period]: (day: Day) => readonly [Day, Day] } = {
  today: (day) => [day, day],
  this_week: (day) => {
    // Day 0, 1 January 1970, was a Thursday.
    const sinceMonday = (((day / DAY + 3) % 7) + 7) % 7;
    const monday = addDays(day, -sinceMonday);
    return [monday, addDays(monday, 6)];
  },
  this_month: (day) => {
    const date = new Date(day);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    return [Date.UTC(year, month, 1), Date.UTC(year, month + 1, 0)];
  },
};
