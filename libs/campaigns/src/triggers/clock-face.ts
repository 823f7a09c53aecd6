import { addDays, dayAt, localInstant, type Day } from '#libs/kernel';
import type { CalendarTrigger, Quiet } from './trigger.js';

/** `09:30` → 570. */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

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

/** The end of the quiet window that contains an instant, in milliseconds; null outside of one. */
export function quietUntil(now: number, { from, to }: Quiet, zone: string): number | null {
  const [first, last] = [minutesOf(from), minutesOf(to)];
  const today = dayAt(now, zone);
  // One that runs past midnight may have begun yesterday.
  for (const day of [addDays(today, -1), today]) {
    const end = localInstant(last > first ? day : addDays(day, 1), last, zone);
    if (localInstant(day, first, zone) <= now && now < end) return end;
  }
  return null;
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
