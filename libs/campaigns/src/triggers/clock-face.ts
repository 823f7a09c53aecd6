import { addDays, localInstant, type Day, minutesOf } from '#libs/kernel';
import type { CalendarTrigger } from './trigger.js';

/** A local day and when a time of day comes on it, milliseconds. */
export interface LocalHour {
  day: Day;
  instant: number;
}

/** When a time of day comes in a zone: once on each day of `first…last`, both included. */
export function hoursOf(at: string, first: Day, last: Day, zone: string): LocalHour[] {
  const hours: LocalHour[] = [];
  for (let day = first; day <= last; day = addDays(day, 1))
    hours.push({ day, instant: localInstant(day, minutesOf(at), zone) });
  return hours;
}

/** Whether a calendar trigger has an occurrence on a day. */
export function occursOn(day: Day, { every, weekdays, dayOfMonth }: CalendarTrigger): boolean {
  if (every === 'day') return true;
  const date = new Date(day);
  // Sunday is 0 there and 7 here.
  if (every === 'week') return weekdays.includes(date.getUTCDay() || 7);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.getUTCDate() === Math.min(dayOfMonth ?? 1, last);
}
