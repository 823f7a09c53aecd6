import { dayOf, dayText, isDay } from '#libs/kernel';
import { MAX_TIME, MIN_TIME } from '../limits.js';
import type { Reader } from '../reader.js';
import { anyOf, object, pattern } from '../shape.js';
import type { Moment, MomentRange } from '../tree.js';
import type { Asked, Operand } from './operand.js';

const DAY_SHAPE = /^\d{4}-\d{2}-\d{2}$/;
/** RFC 3339 with an offset; seconds may be left out. */
const INSTANT_SHAPE =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;
const MIN_DAY = dayText(MIN_TIME);

const dayShape = pattern(DAY_SHAPE);
const momentShape = anyOf(dayShape, pattern(INSTANT_SHAPE));
/** `from` and `to`, as readMomentRange reads them. */
export const momentRangeShape = { from: momentShape, to: momentShape };

const isRealDay = (text: string): boolean => {
  const day = dayOf(text);
  return !Number.isNaN(day) && dayText(day) === text && text >= MIN_DAY;
};

/** A calendar day that exists, of the years 1000 to 9999. */
function readDay(reader: Reader): string | undefined {
  const text = reader.json;
  if (typeof text === 'string' && DAY_SHAPE.test(text) && isRealDay(text)) return text;
  return reader.fail(
    'bad_value',
    'A day such as 2026-03-01 is expected here, of the years 1000 to 9999.',
  );
}

/** A day, or an instant which is brought to UTC and milliseconds. */
function readMoment(reader: Reader): Moment | undefined {
  const text = reader.json;
  if (typeof text !== 'string' || !text.includes('T')) return readDay(reader);
  const day = INSTANT_SHAPE.exec(text)?.[1];
  const instant = Date.parse(text);
  if (day === undefined || !isRealDay(day) || !(instant >= MIN_TIME && instant <= MAX_TIME)) {
    return reader.fail('bad_value', 'An instant such as 2026-03-01T09:30:00Z is expected here.');
  }
  return new Date(instant).toISOString();
}

/** Reads `from` and `to`, which must not be the wrong way round. */
export function readMomentRange(reader: Reader): MomentRange | undefined {
  const [from, to] = [readMoment(reader.at('from')), readMoment(reader.at('to'))];
  if (from === undefined || to === undefined) return undefined;
  // A day and an instant cannot be ordered without a zone: texts order them well enough to warn.
  const sameShape = isDay(from) === isDay(to);
  if (sameShape && from > to) return reader.fail('bad_value', 'from is later than to.');
  return { from, to };
}

const noInstant = (moments: readonly Moment[], field: Asked): string | undefined =>
  field.kind === 'date' && !moments.every(isDay)
    ? `${field.name} is a calendar day and is compared with a day, without a time.`
    : undefined;

export const oneDay: Operand<string> = {
  shape: dayShape,
  read: readDay,
  say: (day, speaker) => speaker.moment(day),
};

export const oneMoment: Operand<Moment> = {
  shape: momentShape,
  read: readMoment,
  say: (moment, speaker) => speaker.moment(moment),
  unfit: (moment, field) => noInstant([moment], field),
};

export const momentRange: Operand<MomentRange> = {
  shape: object(momentRangeShape),
  read: (reader) => (reader.object(['from', 'to']) ? readMomentRange(reader) : undefined),
  say: ({ from, to }, speaker) =>
    speaker.phrase(
      { en: '{from} and {to}', th: '{from} ถึง {to}' },
      { from: speaker.moment(from), to: speaker.moment(to) },
    ),
  unfit: ({ from, to }, field) => noInstant([from, to], field),
};
