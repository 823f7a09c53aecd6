import { type Day, addDays, weekdayOf } from '#libs/kernel';
import type { Period } from '../tree.js';

/** The first and the last day of the period that contains a day. */
export const periods: { readonly [P in Period]: (day: Day) => readonly [Day, Day] } = {
  today: (day) => [day, day],
  this_week: (day) => {
    const monday = addDays(day, 1 - weekdayOf(day));
    return [monday, addDays(monday, 6)];
  },
  this_month: (day) => {
    const date = new Date(day);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    return [Date.UTC(year, month, 1), Date.UTC(year, month + 1, 0)];
  },
};
