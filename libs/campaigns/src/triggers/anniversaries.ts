import { addDays, dayText, isLeap, type Day } from '#libs/kernel';
import type { DateTrigger } from './trigger.js';

/** Nobody was born before, and no contract signed. */
const firstYear = 1850;

/**
 * The dates for which a trigger is due on a day, as `2026-03-01`, latest first. 29 February is kept on
 * 1 March in a common year.
 */
export function dueDates(day: Day, { daysAfter, yearly }: DateTrigger): string[] {
  const target = addDays(day, -daysAfter);
  if (!yearly) return [dayText(target)];
  const text = dayText(target);
  const [last, monthDay] = [Number(text.slice(0, 4)), text.slice(4)];
  const dates: string[] = [];
  for (let year = last; year >= firstYear; year -= 1) {
    if (monthDay !== '-02-29' || isLeap(year)) dates.push(`${year}${monthDay}`);
    if (monthDay === '-03-01' && !isLeap(last) && isLeap(year)) dates.push(`${year}-02-29`);
  }
  return dates;
}
