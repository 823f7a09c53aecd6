import { QuietClock, quietUntil } from './quiet-hours.js';
import type { QuietHours, QuietWindow } from './sending-limits.js';

const quiet = (from: string, to: string): QuietWindow => ({ from, to });
const until = (at: string, window: QuietWindow, zone: string) => {
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

describe('QuietClock', () => {
  const night = (more: Partial<QuietHours> = {}): QuietHours => ({
    channel: null,
    country: null,
    ...quiet('21:00', '08:00'),
    ...more,
  });
  const evening = Date.parse('2026-11-22T14:30:00Z'); // 21:30 in Bangkok
  const untilOf = (hours: QuietHours[], channel: 'email' | 'sms', country: string | null) => {
    const end = new QuietClock(hours).until(evening, channel, country, 'Asia/Bangkok');
    return end === null ? null : new Date(end).toISOString();
  };

  it('asks for the channel', () => {
    expect(untilOf([night({ channel: 'sms' })], 'sms', 'TH')).toBe('2026-11-23T01:00:00.000Z');
    expect(untilOf([night({ channel: 'sms' })], 'email', 'TH')).toBeNull();
  });

  it('lets a country have its own windows in place of everybody’s', () => {
    const hours = [night(), night({ country: 'TH', from: '22:00', to: '07:00' })];
    expect(untilOf(hours, 'sms', 'TH')).toBeNull();
    expect(untilOf(hours, 'sms', 'JP')).toBe('2026-11-23T01:00:00.000Z');
    expect(untilOf(hours, 'sms', null)).toBe('2026-11-23T01:00:00.000Z');
  });

  it('takes windows that follow on each other for one', () => {
    const hours = [night({ to: '00:00' }), night({ from: '00:00', to: '09:00' })];
    expect(untilOf(hours, 'sms', null)).toBe('2026-11-23T02:00:00.000Z');
  });

  it('comes to an end where the whole day is silent', () => {
    const hours = [night({ from: '00:00', to: '12:00' }), night({ from: '12:00', to: '00:00' })];
    expect(untilOf(hours, 'sms', null)).not.toBeNull();
  });
});
