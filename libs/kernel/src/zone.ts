import { type Day, DAY } from './days.js';

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    clocks.set(zone, clock);
  }
  return clock;
}

/** What a wall clock in the zone shows at an instant, written as if it were UTC; whole seconds. */
function wallClock(instant: number, zone: string): number {
  const shown: { [part: string]: number } = {};
  for (const { type, value } of clockOf(zone).formatToParts(instant)) shown[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/**
 * How far the wall clock is ahead of UTC, in ms. Seconds and below do not matter to an offset, which is
 * whole seconds in every zone.
 */
export function offsetAt(instant: number, zone: string): number {
  const second = Math.floor(instant / 1000) * 1000;
  return wallClock(second, zone) - second;
}

/**
 * The instant at which a day begins in a zone: the first whose wall clock shows that day. Where the
 * clocks jump over midnight that is the jump, where they go back over it, the first of the two. Any
 * other time of a wall clock, written as if it were UTC, is found in the same way.
 */
export function startOfDay(day: Day, zone: string): number {
  const before = offsetAt(day - DAY, zone);
  const after = offsetAt(day + DAY, zone);
  const early = day - Math.max(before, after);
  if (before === after) return early;
  const late = day - Math.min(before, after);
  const reached = (instant: number): boolean => wallClock(instant, zone) >= day;
  if (reached(early)) return early;
  let [below, above] = [early, late];
  while (above - below > 1000) {
    const middle = below + Math.floor((above - below) / 2000) * 1000;
    if (reached(middle)) above = middle;
    else below = middle;
  }
  return above;
}

/**
 * The instant of a local hour: minutes after midnight of a day, in a zone. An hour that the clocks jump
 * over is the first instant after the jump, one that comes twice is the first of the two.
 */
export const localInstant = (day: Day, minutes: number, zone: string): number =>
  startOfDay(day + minutes * 60_000, zone);

/** The day that it is in a zone: the one that has begun while the next has not. */
export function dayAt(instant: number, zone: string): Day {
  const guess = Math.floor((instant + offsetAt(instant, zone)) / DAY) * DAY;
  if (startOfDay(guess, zone) > instant) return guess - DAY;
  return startOfDay(guess + DAY, zone) <= instant ? guess + DAY : guess;
}

const known = new Map<string, boolean>();

function isZone(zone: string): boolean {
  try {
    clockOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** A contact's zone, or the fallback where there is none or this machine does not know it. */
export function zoneOr(zone: string | null, fallback: string): string {
  if (!zone) return fallback;
  let valid = known.get(zone);
  if (valid === undefined) known.set(zone, (valid = isZone(zone)));
  return valid ? zone : fallback;
}
