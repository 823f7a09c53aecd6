import {
  DomainError,
  type Day,
  DAY,
  HOUR,
  dayOf,
  dayText,
  instantText,
  isDay,
  dayAt,
  startOfDay,
} from '#libs/kernel';
import { MAX_TIME, MIN_TIME } from '../limits.js';
import type { Moment, Span } from '../tree.js';
import { type Offset, offsetsOf } from './offsets.js';

export { instantText };

/** Both ends belong to it; an end that is left out is infinite. */
export interface Range {
  readonly from?: number;
  readonly to?: number;
}

/**
 * What a date field is measured on. Instants are milliseconds; calendar days are whole days, for
 * which the present is today in the organisation's zone.
 */
export interface Axis {
  /** The same at another present, given as an instant. */
  at(present: number): Axis;
  /** The present, and the smallest step. */
  readonly now: number;
  readonly unit: number;
  /** Today in the organisation's zone. */
  readonly today: Day;
  /** The points of some whole days. */
  days(first: Day, last: Day): Range;
  /** The points of a day or of an instant. */
  moment(moment: Moment): Range;
  span(span: Span): number;
  dayAt(point: number): Day;
  /** The instant at which a point begins. */
  instant(point: number): number;
  /** As SQL compares it. */
  parameter(point: number): string;
  /** How points become local days; days are local already. */
  offsets(): readonly Offset[];
}

/** Days whose beginnings an axis remembers. */
const REMEMBERED = 1000;

const within = (time: number): number => Math.min(Math.max(time, MIN_TIME), MAX_TIME);

export const spanOf = (span: Span): number =>
  'days' in span ? span.days * DAY : span.hours * HOUR;

/** For instants. A rolling day is 24 hours, a calendar day begins at midnight in the zone. */
export function instantAxis(now: number, zone: string): Axis {
  // Asked again for every contact, and dear.
  const starts = new Map<Day, number>();
  const start = (day: Day): number => {
    const known = starts.get(day) ?? startOfDay(day, zone);
    if (starts.size < REMEMBERED) starts.set(day, known);
    return known;
  };
  const days = (first: Day, last: Day): Range => ({
    from: within(start(first)),
    to: within(start(last + DAY) - 1),
  });
  return {
    at: (present) => instantAxis(present, zone),
    now,
    unit: 1,
    today: dayAt(now, zone),
    days,
    moment: (moment) => {
      if (isDay(moment)) return days(dayOf(moment), dayOf(moment));
      const instant = Date.parse(moment);
      return { from: instant, to: instant };
    },
    span: spanOf,
    dayAt: (point) => dayAt(point, zone),
    instant: (point) => point,
    parameter: instantText,
    offsets: () => offsetsOf(zone),
  };
}

/** For calendar days, which have no hours. */
export function dayAxis(now: number, zone: string): Axis {
  const today = dayAt(now, zone);
  const refuse = (): never => {
    throw new DomainError('rule.bad_value', 'invalid', 'A calendar day has no hours.');
  };
  return {
    at: (present) => dayAxis(present, zone),
    now: today,
    unit: DAY,
    today,
    days: (from, to) => ({ from, to }),
    moment: (moment) => (isDay(moment) ? { from: dayOf(moment), to: dayOf(moment) } : refuse()),
    span: (span) => ('days' in span ? spanOf(span) : refuse()),
    dayAt: (point) => point,
    instant: (point) => startOfDay(point, zone),
    parameter: dayText,
    offsets: () => [{ from: -Infinity, offset: 0 }],
  };
}
