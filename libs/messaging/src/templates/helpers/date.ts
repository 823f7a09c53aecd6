import { textSetting } from '../environment.js';
import type { HelperDefinition } from '../environment.js';
import { cached } from './formatters.js';

type Options = Intl.DateTimeFormatOptions;

/** What `style=` may say. */
const styles = new Map<string, Options>([
  ['short', { dateStyle: 'short' }],
  ['medium', { dateStyle: 'medium' }],
  ['long', { dateStyle: 'long' }],
  ['full', { dateStyle: 'full' }],
  ['day', { day: 'numeric', month: 'short' }],
  ['month', { month: 'long', year: 'numeric' }],
  ['weekday', { weekday: 'long' }],
  ['time', { timeStyle: 'short' }],
]);

const formatter = cached((key) => {
  const [locale, timeZone, style, time] = key.split('|');
  const options: Options = { ...(styles.get(style ?? '') ?? { dateStyle: 'long' }) };
  if (time === 'time' && options.dateStyle) options.timeStyle = 'short';
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: safeZone(timeZone ?? 'UTC') });
});

function safeZone(timeZone: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return timeZone;
  } catch {
    return 'UTC';
  }
}

const calendarDay = /^\d{4}-\d{2}-\d{2}$/;

/**
 * `{{date value style="long" time=true zone="Asia/Bangkok"}}`: a date in the reader's language, in
 * Thai with Buddhist years. Takes a Date or ISO 8601 text; a day without a time, such as a birthday,
 * is the same day in every zone. Nothing comes of what is no date.
 */
export const date: HelperDefinition = {
  name: 'date',
  takes: [1, 1],
  settings: ['style', 'time', 'zone'],
  constant: ([value]) => typeof value === 'string' && calendarDay.test(value),
  call([value], settings, env) {
    if (!(value instanceof Date) && typeof value !== 'string') return '';
    const instant = new Date(value);
    if (Number.isNaN(instant.getTime())) return '';
    const day = typeof value === 'string' && calendarDay.test(value);
    const zone = day ? 'UTC' : (textSetting(settings, 'zone') ?? env.timeZone);
    const style = textSetting(settings, 'style') ?? 'long';
    const time = settings['time'] === true && !day ? 'time' : '';
    return formatter(`${env.locale}|${zone}|${style}|${time}`).format(instant);
  },
};
