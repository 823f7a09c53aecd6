import { MAX_DAYS } from '../limits.js';
import type { Reader } from '../reader.js';
import type { Words } from '../schema.js';
import { anyOf, object, oneWord, whole } from '../shape.js';
import { type Period, type Span } from '../tree.js';
import type { Noun, Speaker } from '../words/speaker.js';
import { readCount } from './numbers.js';
import type { Operand } from './operand.js';

const days: Noun = { en: { one: '# day', other: '# days' }, th: { other: '# วัน' } };
const ahead: Words = { en: 'within the next {span}', th: 'ภายใน {span}ข้างหน้า' };
const hours: Noun = { en: { one: '# hour', other: '# hours' }, th: { other: '# ชั่วโมง' } };

export const spanShape = anyOf(
  object({ days: whole(1, MAX_DAYS) }),
  object({ hours: whole(1, MAX_DAYS * 24) }),
);

/** `{ "days": N }` or `{ "hours": N }`, N of at least 1. */
export function readSpan(reader: Reader): Span | undefined {
  if (!reader.object(['days', 'hours'])) return undefined;
  const [inDays, inHours] = [reader.at('days'), reader.at('hours')];
  if (inDays.missing === inHours.missing) {
    return reader.fail('bad_value', 'Either days or hours is expected here.');
  }
  if (inHours.missing) {
    const number = readCount(inDays, 1, MAX_DAYS);
    return number === undefined ? undefined : { days: number };
  }
  const number = readCount(inHours, 1, MAX_DAYS * 24);
  return number === undefined ? undefined : { hours: number };
}

export const saySpan = (span: Span, speaker: Speaker): string =>
  'days' in span ? speaker.count(span.days, days) : speaker.count(span.hours, hours);

export const oneSpan: Operand<Span> = {
  shape: spanShape,
  read: readSpan,
  say: saySpan,
  unfit: (span, field) =>
    field.kind === 'date' && 'hours' in span
      ? `${field.name} is a calendar day: give the length in days.`
      : undefined,
};

/** `{ "days": N }` of `0…365`; 0 is today alone. */
export const upToAYear: Operand<{ readonly days: number }> = {
  shape: object({ days: whole(0, 365) }),
  read: (reader) => {
    if (!reader.object(['days'])) return undefined;
    const number = readCount(reader.at('days'), 0, 365);
    return number === undefined ? undefined : { days: number };
  },
  say: (span, speaker) =>
    span.days === 0
      ? speaker.phrase(names.today)
      : speaker.phrase(ahead, { span: saySpan(span, speaker) }),
  unfit: (_, field) =>
    field.kind === 'date'
      ? undefined
      : `${field.name} is an instant; anniversaries need a calendar day.`,
};

const names: { readonly [P in Period]: { readonly en: string; readonly th: string } } = {
  today: { en: 'today', th: 'วันนี้' },
  this_week: { en: 'this week', th: 'สัปดาห์นี้' },
  this_month: { en: 'this month', th: 'เดือนนี้' },
};

export const periodShape = oneWord(Object.keys(names));

export const onePeriod: Operand<Period> = {
  shape: periodShape,
  read: (reader) => reader.word(Object.keys(names) as Period[]),
  say: (period, speaker) => speaker.phrase(names[period]),
};
