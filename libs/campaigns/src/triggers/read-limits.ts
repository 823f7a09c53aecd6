import { parse, type Reader } from '#libs/rules';
import { readEvent } from './read-event.js';
import { given, readFlag, readTimeOfDay, readWhole, readZoneOf } from './read-values.js';
import type { CauseKind, Exit, Quiet, Reentry, TriggerLimits } from './trigger.js';

const longestDelayDays = 90;
const minutesOf = { minutes: 1, hours: 60, days: 24 * 60 } as const;

/** A property of an event, by its path. */
const propertyPath = /^properties\.[\p{L}\p{M}\p{N} _.:$@/-]{1,100}$/u;

/** Reads what holds for every kind of trigger. */
export function readLimits(reader: Reader, on: CauseKind): TriggerLimits | undefined {
  const timed = on === 'date' || on === 'calendar';
  const delay = reader.at('delay');
  if (timed && given(delay))
    return delay.fail('not_for_this_trigger', 'It has its hour already: it takes no delay.');
  const limits = {
    reentry: optional(reader.at('reentry'), (at) => readReentry(at, on)),
    delay: optional(delay, readDelay),
    recheck: readFlag(reader.at('recheck'), true),
    exit: optional(reader.at('exit'), readExit),
    cap: optional(reader.at('cap'), readCap),
    perHour: optional(reader.at('perHour'), (at) => readWhole(at, 1, 10_000_000)),
    quiet: optional(reader.at('quiet'), readQuiet),
  };
  return complete<TriggerLimits>(limits) ? limits : undefined;
}

const complete = <T extends object>(parts: {
  [K in keyof T]: T[K] | undefined;
}): parts is T => Object.values(parts).every((part) => part !== undefined);

/** null when it is left out, undefined when it cannot be read. */
const optional = <T>(reader: Reader, read: (at: Reader) => T | undefined): T | null | undefined =>
  given(reader) ? read(reader) : null;

function readReentry(reader: Reader, on: CauseKind): Reentry | undefined {
  const kind = reader.at('kind').word(['once', 'after', 'per'] as const);
  if (kind === 'once') return reader.object(['kind']) ? { kind } : undefined;
  if (kind === 'after') {
    reader.object(['kind', 'days']);
    const days = readWhole(reader.at('days'), 1, 3650);
    return days === undefined ? undefined : { kind, days };
  }
  if (kind === undefined) return undefined;
  if (on !== 'event')
    return reader.at('kind').fail('not_for_this_trigger', 'Only an event has properties.');
  reader.object(['kind', 'key', 'days']);
  const place = reader.at('key');
  const days = optional(reader.at('days'), (at) => readWhole(at, 1, 3650));
  const key = place.json;
  if (typeof key !== 'string' || !propertyPath.test(key))
    return place.fail('bad_value', 'A property such as properties.cart_id is expected here.');
  return days === undefined ? undefined : { kind, key, days };
}

function readDelay(reader: Reader): { minutes: number } | undefined {
  const units = Object.keys(minutesOf) as (keyof typeof minutesOf)[];
  if (!reader.object(units)) return undefined;
  const [unit, ...more] = units.filter((each) => !reader.at(each).missing);
  if (!unit || more.length > 0)
    return reader.fail('bad_value', 'One of minutes, hours and days is expected here.');
  const most = (longestDelayDays * 24 * 60) / minutesOf[unit];
  const number = readWhole(reader.at(unit), 1, most);
  return number === undefined ? undefined : { minutes: number * minutesOf[unit] };
}

function readExit(reader: Reader): Exit | undefined {
  if (!reader.object(['event', 'where', 'rule'])) return undefined;
  const [event, rule] = [reader.at('event'), reader.at('rule')];
  if (!given(event) && !given(rule))
    return reader.fail('bad_value', 'An event or a rule is expected here.');
  const happening = given(event) ? readEvent(reader) : { event: null, where: [] };
  const parsed = given(rule) ? parse(rule.json) : null;
  if (parsed && !parsed.ok) {
    for (const error of parsed.error)
      reader.errors.push({ ...error, place: rule.place + error.place });
    return undefined;
  }
  return happening && { ...happening, rule: parsed && parsed.value };
}

function readCap(reader: Reader): { times: number; days: number } | undefined {
  if (!reader.object(['times', 'days'])) return undefined;
  const times = readWhole(reader.at('times'), 1, 1000);
  const days = readWhole(reader.at('days'), 1, 3650);
  return times === undefined || days === undefined ? undefined : { times, days };
}

function readQuiet(reader: Reader): Quiet | undefined {
  if (!reader.object(['from', 'to', 'zone', 'policy'])) return undefined;
  const [from, to] = [readTimeOfDay(reader.at('from')), readTimeOfDay(reader.at('to'))];
  const zone = readZoneOf(reader.at('zone'));
  const policy = reader.at('policy').missing
    ? 'later'
    : reader.at('policy').word(['later', 'skip'] as const);
  if (!from || !to || !zone || !policy) return undefined;
  if (from === to) return reader.fail('bad_value', 'The quiet window would never end.');
  return { from, to, zone, policy };
}
