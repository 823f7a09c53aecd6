import { dayOf } from '#libs/kernel';
import { dueDates } from './anniversaries.js';
import { occursOn, quietUntil } from './clock-face.js';
import type { CalendarTrigger, DateTrigger, Quiet } from './trigger.js';

const quiet = (from: string, to: string): Quiet => ({ from, to, zone: 'contact', policy: 'later' });
const until = (at: string, window: Quiet, zone: string) => {
  const end = quietUntil(Date.parse(at), window, zone);
  return end === null ? null : new Date(end).toISOString();
};

describe('quietUntil', () => {
  it.each([
    ['before midnight', '2026-11-22T15:00:00Z', 'Asia/Bangkok', '2026-11-23T02:00:00.000Z'],
    ['after midnight', '2026-11-22T18:00:00Z', 'Asia/Bangkok', '2026-11-23T02:00:00.000Z'],
    ['at its first instant', '2026-11-22T14:00:00Z', 'Asia/Bangkok', '2026-11-23T02:00:00.000Z'],
    ['just before', '2026-11-22T13:59:59.999Z', 'Asia/Bangkok', null],
    ['at its end', '2026-11-23T02:00:00Z', 'Asia/Bangkok', null],
    // The night in which the clocks go forward has an hour less, the other one an hour more.
    ['short night', '2026-03-28T22:00:00Z', 'Europe/Berlin', '2026-03-29T07:00:00.000Z'],
    ['long night', '2026-10-24T22:00:00Z', 'Europe/Berlin', '2026-10-25T08:00:00.000Z'],
  ])('%s', (_, at, zone, end) => {
    expect(until(at, quiet('21:00', '09:00'), zone)).toBe(end);
  });

  it('may lie within one day', () => {
    const siesta = quiet('12:00', '15:00');
    expect(until('2026-11-22T06:00:00Z', siesta, 'Asia/Bangkok')).toBe('2026-11-22T08:00:00.000Z');
    expect(until('2026-11-22T08:00:00Z', siesta, 'Asia/Bangkok')).toBeNull();
  });
});

describe('occursOn', () => {
  const days = (trigger: Partial<CalendarTrigger>, candidates: string[]) =>
    candidates.filter((day) =>
      occursOn(dayOf(day), {
        on: 'calendar',
        every: 'day',
        weekdays: [],
        dayOfMonth: null,
        at: '09:00',
        zone: 'contact',
        ...trigger,
      }),
    );

  it('knows weekdays, and how long months are', () => {
    const week = ['2026-11-22', '2026-11-23', '2026-11-24'];
    expect(days({ every: 'week', weekdays: [1, 7] }, week)).toEqual(['2026-11-22', '2026-11-23']);
    const ends = ['2026-02-27', '2026-02-28', '2026-03-30', '2026-03-31', '2026-04-30'];
    expect(days({ every: 'month', dayOfMonth: 31 }, ends)).toEqual([
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
    ]);
  });
});

describe('dueDates', () => {
  const dates = (day: string, trigger: Partial<DateTrigger> = {}) =>
    dueDates(dayOf(day), {
      on: 'date',
      field: 'birthDate',
      daysAfter: 0,
      yearly: true,
      at: '09:00',
      zone: 'contact',
      ...trigger,
    });

  it('keeps 29 February on 1 March in a common year', () => {
    expect(dates('2027-03-01').slice(0, 4)).toEqual([
      '2027-03-01',
      '2026-03-01',
      '2025-03-01',
      '2024-03-01',
    ]);
    expect(dates('2027-03-01')).toContain('2024-02-29');
    expect(dates('2027-02-28')).not.toContain('2024-02-29');
    expect(dates('2028-03-01')).not.toContain('2024-02-29');
    expect(dates('2028-02-29').slice(0, 2)).toEqual(['2028-02-29', '2024-02-29']);
  });

  it('counts days before and after over the turn of the year', () => {
    expect(dates('2026-12-28', { daysAfter: -7 })[0]).toBe('2027-01-04');
    expect(dates('2026-01-03', { daysAfter: 7, yearly: false })).toEqual(['2025-12-27']);
  });
});
