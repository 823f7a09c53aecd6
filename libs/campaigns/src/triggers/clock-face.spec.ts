import { dayOf } from '#libs/kernel';
import { dueDates } from './anniversaries.js';
import { occursOn } from './clock-face.js';
import type { CalendarTrigger, DateTrigger } from './trigger.js';

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
