import fc from 'fast-check';
import { dayAt } from '#libs/kernel';
import { localDay, offsetsOf } from './offsets.js';

/** Without changes, with them, at midnight, a minute past it, by half an hour, and over a whole day. */
const zones = [
  'Asia/Bangkok',
  'Europe/Berlin',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Pacific/Apia',
  'Asia/Kathmandu',
];
const HOUR = 3_600_000;

describe.each(zones)('the offsets of %s', (zone) => {
  const offsets = offsetsOf(zone);

  it('give the day that it is', () => {
    const any = fc.integer({ min: Date.UTC(1970, 0, 2), max: Date.UTC(2099, 11, 30) });
    const edge = fc.constantFrom(...offsets.slice(1, -1).map(({ from }) => from), 1e12);
    const shift = fc.integer({ min: -2 * HOUR, max: 2 * HOUR });
    const near = fc.tuple(edge, fc.oneof(shift, fc.constantFrom(-1, 0, 1))).map(([a, b]) => a + b);
    fc.assert(
      fc.property(fc.oneof(any, near), (at) => {
        expect(localDay(at, offsets)).toBe(dayAt(at, zone));
      }),
      { numRuns: 500 },
    );
  });

  it('hold on before the first and after the last year', () => {
    const [first, last] = [offsets[0]?.offset ?? NaN, offsets.at(-2)?.offset ?? NaN];
    expect(localDay(Date.UTC(1800, 0, 1, 12), offsets)).toBe(Date.UTC(1800, 0, 1));
    expect(localDay(Date.UTC(1500, 5, 1) - first, offsets)).toBe(Date.UTC(1500, 5, 1));
    expect(localDay(Date.UTC(2500, 5, 1) - last - 1, offsets)).toBe(Date.UTC(2500, 4, 31));
  });
});
