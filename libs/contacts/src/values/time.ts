import { ok } from '#libs/kernel';
import { refuse, type Verdict } from './verdict.js';

/** In which order a written day names its parts, where they are not year-month-day. */
export type DateOrder = 'ymd' | 'dmy' | 'mdy';

const orders: Record<DateOrder, { form: RegExp; year: number; month: number; day: number }> = {
  ymd: { form: /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/, year: 1, month: 2, day: 3 },
  dmy: { form: /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/, year: 3, month: 2, day: 1 },
  mdy: { form: /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/, year: 3, month: 1, day: 2 },
};

/** What DATETIME holds in MariaDB and in MySQL begins with the year 1000. */
const minYear = 1000;

/** Whether this is a real day of the proleptic Gregorian calendar. */
function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return (
    year >= minYear &&
    date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day
  );
}

/** A calendar day as `YYYY-MM-DD`. */
export function parseDay(text: string, order: DateOrder = 'ymd'): Verdict<string> {
  const { form, ...part } = orders[order];
  const match = form.exec(text);
  const [year, month, day] = [part.year, part.month, part.day].map((group) => match?.[group] ?? '');
  if (!match || !isDay(Number(year), Number(month), Number(day)))
    return refuse('date.invalid', 'This is not a day of the calendar, such as 2026-11-22.');
  return ok(`${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`);
}

/** Day by which it is tomorrow nowhere on Earth: UTC+14 is the first zone. */
const latestDay = (now: Date): string =>
  new Date(now.getTime() + 14 * 3600_000).toISOString().slice(0, 10);

/** A day on which somebody can have been born: not before 1850, not in the future. */
export function parseBirthDate(text: string, now: Date, order?: DateOrder): Verdict<string> {
  const day = parseDay(text, order);
  if (!day.ok) return day;
  if (day.value > latestDay(now))
    return refuse(
      'birth_date.future',
      'A birth date cannot be in the future. Is it a Buddhist year?',
    );
  if (day.value < '1850')
    return refuse('birth_date.too_early', 'A birth date cannot be before 1850.');
  return day;
}

/** RFC 3339 section 5.6, with the separator and the fraction as people write them. */
const instantForm =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?([Zz]|[+-]\d{2}:?\d{2})$/;

/** Programs mostly write it in the very form that we keep: such a text is not taken apart. */
function isCanonical(text: string): boolean {
  if (text.length !== 24 || !text.endsWith('Z')) return false;
  const at = new Date(text);
  return !Number.isNaN(at.getTime()) && at.getUTCFullYear() >= minYear && at.toISOString() === text;
}

/** An instant as ISO 8601 in UTC with milliseconds. The text must carry its offset. */
export function parseInstant(text: string): Verdict<string> {
  if (isCanonical(text)) return ok(text);
  const match = instantForm.exec(text);
  const [, year, month, day, hour, minute, second = '00', offset = 'Z'] = match ?? [];
  const zone = offset.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  const fraction = /[.,](\d{1,9})/.exec(text)?.[1]?.slice(0, 3).padEnd(3, '0') ?? '000';
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction}${zone}`);
  if (
    !match ||
    !isDay(Number(year), Number(month), Number(day)) ||
    Number.isNaN(at.getTime()) ||
    at.getUTCFullYear() < minYear
  )
    return refuse(
      'instant.invalid',
      'This is not a point in time with its offset, such as 2026-11-22T09:00:00+07:00.',
    );
  return ok(at.toISOString());
}
