import { nextLocal, zonesByInstant } from './local-hour.js';

const at = (from: string, time: string, zone: string) =>
  new Date(nextLocal(Date.parse(from), time, zone)).toISOString();

describe('nextLocal', () => {
  it.each([
    [
      'still to come today',
      '2026-11-22T01:00:00Z',
      '09:00',
      'Asia/Bangkok',
      '2026-11-22T02:00:00.000Z',
    ],
    ['now', '2026-11-22T02:00:00Z', '09:00', 'Asia/Bangkok', '2026-11-22T02:00:00.000Z'],
    ['gone by', '2026-11-22T02:00:00.001Z', '09:00', 'Asia/Bangkok', '2026-11-23T02:00:00.000Z'],
    // Clocks go from 02:00 to 03:00: half past two is not shown, and comes at three.
    ['jumped over', '2026-03-28T23:00:00Z', '02:30', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
    // From 03:00 back to 02:00: it is half past two twice, and it goes out once, at the first.
    ['twice', '2026-10-24T22:00:00Z', '02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    [
      'between the two',
      '2026-10-25T01:00:00Z',
      '02:30',
      'Europe/Berlin',
      '2026-10-26T01:30:00.000Z',
    ],
  ])('%s', (_, from, time, zone, expected) => {
    expect(at(from, time, zone)).toBe(expected);
  });
});

describe('zonesByInstant', () => {
  it('puts zones together in which the hour comes at once', () => {
    const timing = { localTime: '09:00', from: new Date('2026-11-22T00:30:00Z'), spreadMinutes: 0 };
    const groups = zonesByInstant(timing, ['Asia/Bangkok', 'Asia/Jakarta', 'Asia/Tokyo']);
    expect([...groups].map(([instant, zones]) => [new Date(instant).toISOString(), zones])).toEqual(
      [
        ['2026-11-22T02:00:00.000Z', ['Asia/Bangkok', 'Asia/Jakarta']],
        ['2026-11-23T00:00:00.000Z', ['Asia/Tokyo']],
      ],
    );
  });
});
