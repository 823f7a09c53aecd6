/**
 * Calendar days as numbers: the milliseconds of that day's midnight in UTC, whatever zone the day is
 * meant in. So days can be added, compared and kept without a zone.
 */
export type Day = number;

export const DAY = 86_400_000;
export const HOUR = 3_600_000;

export const addDays = (day: Day, days: number): Day => day + days * DAY;

/** `2026-03-01` → its number. */
export const dayOf = (text: string): Day => Date.parse(`${text}T00:00:00.000Z`);

/** The number → `2026-03-01`. */
export const dayText = (day: Day): string => new Date(day).toISOString().slice(0, 10);

/** An instant as DATETIME(3) in UTC. */
export const instantText = (instant: number): string =>
  new Date(instant).toISOString().slice(0, 23).replace('T', ' ');

/** 1 Monday to 7 Sunday (ISO 8601); day 0, 1 January 1970, was a Thursday. */
export const weekdayOf = (day: Day): number => ((((day / DAY + 3) % 7) + 7) % 7) + 1;

/** 1 January to 12 December. */
export const monthOf = (day: Day): number => new Date(day).getUTCMonth() + 1;

/** Whether a moment's text is a day and not an instant. */
export const isDay = (text: string): boolean => text.length === 10;

export const yearOf = (day: Day): number => new Date(day).getUTCFullYear();

/** Month and day as one number: 1 March is 301. */
export function monthDay(day: Day): number {
  const date = new Date(day);
  return (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}

export const isLeap = (year: number): boolean =>
  (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** `09:30` → 570, minutes after midnight. */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
