import { dayOf, isDay } from '#libs/kernel';
import type { Language, Words } from '../schema.js';

/** Turns values into words of one language. */
export interface Speaker {
  readonly language: Language;
  /** Fills the holes `{name}` of a phrase. */
  phrase(words: Words, holes?: { readonly [name: string]: string }): string;
  /** `“Bangkok”` */
  readonly quote: (text: string) => string;
  number(value: number): string;
  /** A count with its noun; English has one and other, Thai only other. */
  count(value: number, noun: Noun): string;
  /** A day `2026-03-01`, or an instant in the organisation's zone. */
  moment(text: string): string;
  /** `Monday`, of 1 to 7. */
  weekday(number: number): string;
  /** `January`, of 1 to 12. */
  month(number: number): string;
  /** `“a”, “b” or “c”`, shortened after ten. */
  list(items: readonly string[], joint: 'and' | 'or'): string;
}

/** `#` stands for the number. */
export interface Noun {
  readonly en: { readonly one: string; readonly other: string };
  readonly th: { readonly other: string };
}

const SHOWN = 10;
const more: Noun = { en: { one: '# more', other: '# more' }, th: { other: 'อีก # รายการ' } };
const joints: { readonly [J in 'and' | 'or']: Words } = {
  and: { en: ' and ', th: ' และ ' },
  or: { en: ' or ', th: ' หรือ ' },
};
/** Thai dates are written in the Buddhist era, as people there read them. */
const locales: Words = { en: 'en-GB', th: 'th-TH-u-ca-buddhist-nu-latn' };

export function speakerOf(language: Language, timeZone: string): Speaker {
  const locale = locales[language];
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 20 });
  const plural = new Intl.PluralRules(language);

  const number = (value: number): string => numbers.format(value);
  const count = (value: number, noun: Noun): string => {
    const forms: { readonly [rule: string]: string | undefined } = noun[language];
    return (forms[plural.select(value)] ?? noun[language].other).replace('#', number(value));
  };
  const day = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'long' });
  const time = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'long', timeStyle: 'short' });

  const weekday = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'long' });
  const month = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'long' });

  return {
    language,
    number,
    count,
    phrase: (words, holes = {}) =>
      words[language].replace(/\{(\w+)\}/g, (_, key: string) => holes[key] ?? `{${key}}`),
    quote: (text) => `“${text}”`,
    moment: (text) => (isDay(text) ? day.format(dayOf(text)) : time.format(Date.parse(text))),
    // 5 January 1970 was a Monday.
    weekday: (number) => weekday.format(Date.UTC(1970, 0, 4 + number)),
    month: (number) => month.format(Date.UTC(1970, number - 1, 1)),
    list: (items, joint) => {
      const shown = items.slice(0, items.length > SHOWN + 1 ? SHOWN : SHOWN + 1);
      const rest = items.length - shown.length;
      const all = rest > 0 ? [...shown, count(rest, more)] : shown;
      const last = all.at(-1) ?? '';
      return all.length < 2 ? last : all.slice(0, -1).join(', ') + joints[joint][language] + last;
    },
  };
}
