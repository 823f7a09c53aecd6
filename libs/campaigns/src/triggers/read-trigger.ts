import { type ErrorPlace, type Result, err, ok } from '#libs/kernel';
import { Reader, whole } from '#libs/rules';
import { readEvent } from './read-event.js';
import { readLimits } from './read-limits.js';
import { given, readFlag, readId, readTimeOfDay, readWhole, readZoneOf } from './read-values.js';
import type {
  CalendarTrigger,
  Cause,
  CauseKind,
  DateTrigger,
  EventTrigger,
  SegmentTrigger,
  Trigger,
} from './trigger.js';

const limits = ['reentry', 'delay', 'recheck', 'exit', 'cap', 'perHour', 'quiet'];

/**
 * Reads a trigger from raw JSON. Places are JSON Pointers into it, codes `trigger.*`, those of
 * conditions `rule.*`. What is left out is filled in.
 */
export function readTrigger(json: unknown): Result<Trigger, ErrorPlace[]> {
  const reader = new Reader(json, '', [], 'trigger');
  const on = reader.at('on').word(Object.keys(kinds) as CauseKind[]);
  if (!reader.isObject || !on) return err(reader.errors);
  const { properties, read } = kinds[on];
  reader.object(['on', ...properties, ...limits]);
  const cause = read(reader);
  const rest = readLimits(reader, on);
  return cause && rest && reader.errors.length === 0
    ? ok({ ...cause, ...rest })
    : err(reader.errors);
}

interface Kind {
  readonly properties: readonly string[];
  readonly read: (reader: Reader) => Cause | undefined;
}

const readSegment = (reader: Reader, on: SegmentTrigger['on']): SegmentTrigger | undefined => {
  const segmentId = readId(reader.at('segmentId'));
  const includeRuleChanges = readFlag(reader.at('includeRuleChanges'), false);
  if (segmentId === undefined || includeRuleChanges === undefined) return undefined;
  return { on, segmentId, includeRuleChanges };
};

const readDate = (reader: Reader): DateTrigger | undefined => {
  const field = reader.at('field').string();
  const daysAfter = reader.at('daysAfter').missing
    ? 0
    : readWhole(reader.at('daysAfter'), -366, 366);
  const yearly = readFlag(reader.at('yearly'), false);
  const at = readTimeOfDay(reader.at('at'));
  const zone = readZoneOf(reader.at('zone'));
  if (field === undefined || daysAfter === undefined || yearly === undefined) return undefined;
  if (!at || !zone) return undefined;
  return { on: 'date', field, daysAfter, yearly, at, zone };
};

const readCalendar = (reader: Reader): CalendarTrigger | undefined => {
  const every = reader.at('every').word(['day', 'week', 'month'] as const);
  const at = readTimeOfDay(reader.at('at'));
  const zone = readZoneOf(reader.at('zone'));
  const weekdays = reader.at('weekdays');
  const dayOfMonth = reader.at('dayOfMonth');
  if (every !== 'week' && given(weekdays))
    return weekdays.fail('not_for_this_trigger', 'Only a trigger of every week has weekdays.');
  if (every !== 'month' && given(dayOfMonth))
    return dayOfMonth.fail('not_for_this_trigger', 'Only one of every month has a dayOfMonth.');
  const days = every === 'week' ? readWeekdays(weekdays) : [];
  const day = every === 'month' ? readWhole(dayOfMonth, 1, 31) : null;
  if (!every || !at || !zone || !days || day === undefined) return undefined;
  return { on: 'calendar', every, weekdays: days, dayOfMonth: day, at, zone };
};

function readWeekdays(reader: Reader): number[] | undefined {
  const days = reader.items(7)?.map((item) => readWhole(item, 1, 7));
  const all = days && whole(days);
  return all && [...new Set(all)].sort();
}

const kinds: { readonly [K in CauseKind]: Kind } = {
  event: {
    properties: ['event', 'where'],
    read: (reader): EventTrigger | undefined => {
      const event = readEvent(reader);
      return event && { on: 'event', ...event };
    },
  },
  entered: {
    properties: ['segmentId', 'includeRuleChanges'],
    read: (reader) => readSegment(reader, 'entered'),
  },
  left: {
    properties: ['segmentId', 'includeRuleChanges'],
    read: (reader) => readSegment(reader, 'left'),
  },
  date: { properties: ['field', 'daysAfter', 'yearly', 'at', 'zone'], read: readDate },
  calendar: { properties: ['every', 'weekdays', 'dayOfMonth', 'at', 'zone'], read: readCalendar },
};
