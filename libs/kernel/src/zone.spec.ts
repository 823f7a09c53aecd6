import fc from 'fast-check';
import { DateTime } from 'luxon';
import { DAY, HOUR, dayOf, dayText } from './days.js';
import { dayAt, localInstant, startOfDay } from './zone.js';

const iso = (instant: number): string => new Date(instant).toISOString();

describe('startOfDay', () => {
  it.each([
    ['2026-03-01', 'Asia/Bangkok', '2026-02-28T17:00:00.000Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
    ['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
    ['2026-03-09', 'America/New_York', '2026-03-09T04:00:00.000Z'],
    // The clocks jump from 0:00 to 1:00: the day begins at one o'clock.
    ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
    // They go back from 1:00 to 0:00: the day begins at the first midnight.
    ['2026-11-01', 'America/Havana', '2026-11-01T04:00:00.000Z'],
    // Samoa left this day out altogether.
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
  ])('%s in %s is %s', (day, zone, instant) => {
    expect(iso(startOfDay(dayOf(day), zone))).toBe(instant);
  });

  it('agrees with luxon', () => {
    const zones = ['Asia/Bangkok', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 40_000 }),
        (zone, number) => {
          const day = number * DAY;
          const expected = DateTime.fromISO(dayText(day), { zone }).startOf('day').toMillis();
          expect(startOfDay(day, zone)).toBe(expected);
        },
      ),
    );
  });
});

describe('dayAt', () => {
  it('changes at the start of the day and nowhere else', () => {
    const zones = ['Asia/Bangkok', 'Europe/Berlin', 'America/Santiago', 'America/St_Johns'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 25_000 }),
        fc.integer({ min: 0, max: 22 * HOUR }),
        (zone, number, after) => {
          const start = startOfDay(number * DAY, zone);
          expect(dayAt(start + after, zone)).toBe(number * DAY);
          expect(dayAt(start - 1, zone)).toBe((number - 1) * DAY);
        },
      ),
    );
  });
});

describe('localInstant', () => {
  it.each([
    ['2026-11-22', 540, 'Asia/Bangkok', '2026-11-22T02:00:00.000Z'],
    // 2:30 is jumped over: the first instant after the jump.
    ['2026-03-29', 150, 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    ['2026-03-08', 150, 'America/New_York', '2026-03-08T07:00:00.000Z'],
    // 2:30 comes twice: the first of the two.
    ['2026-10-25', 150, 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['2026-11-01', 90, 'America/New_York', '2026-11-01T05:30:00.000Z'],
    // The hours around them are those of the wall clock.
    ['2026-03-29', 60, 'Europe/Berlin', '2026-03-29T00:00:00.000Z'],
    ['2026-03-29', 540, 'Europe/Berlin', '2026-03-29T07:00:00.000Z'],
    ['2026-10-25', 180, 'Europe/Berlin', '2026-10-25T02:00:00.000Z'],
    ['2026-10-25', 540, 'Europe/Berlin', '2026-10-25T08:00:00.000Z'],
  ])('%s, minute %i in %s is %s', (day, minutes, zone, instant) => {
    expect(iso(localInstant(dayOf(day), minutes, zone))).toBe(instant);
  });
});
