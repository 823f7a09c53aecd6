import type { EventFact } from '#libs/rules';
import { addUp, remainder, type Summary } from './tallies.js';

const at = (day: number): Date => new Date(Date.UTC(2026, 0, day));
const event = (day: number, decimal: string | null, currency: string | null = null): EventFact => ({
  at: at(day),
  value: decimal === null ? null : Number(decimal),
  decimal,
  currency,
  properties: {},
});
const all: Summary = {
  currency: '',
  times: 4,
  total: '10.5000',
  firstAt: at(1),
  lastAt: at(9),
};

describe('remainder', () => {
  it('is the whole summary when nothing was loaded', () => {
    expect(remainder(all, [])).toEqual(all);
  });

  it('takes away what was loaded, exactly', () => {
    const rest = remainder(all, [event(9, '0.1000'), event(8, null)]);
    expect(rest).toMatchObject({ times: 2, total: '10.4000', firstAt: at(1) });
    expect(rest!.lastAt.getTime()).toBeLessThan(at(8).getTime());
  });

  it('is nothing when everything was loaded', () => {
    const loaded = [1, 3, 8, 9].map((day) => event(day, null));
    expect(remainder(all, loaded)).toBeUndefined();
  });

  it('of a currency counts the loaded events of that currency alone', () => {
    const baht: Summary = { ...all, currency: 'THB', times: 2, total: '7.0000', lastAt: at(5) };
    const loaded = [event(8, '1.0000', 'USD')];
    expect(remainder(baht, loaded)).toEqual(baht);
    expect(remainder(baht, [...loaded, event(5, '3.0000', 'THB')])).toMatchObject({
      times: 1,
      total: '4.0000',
    });
  });
});

it('addUp sums names, currency by currency', () => {
  const other = { ...all, times: 1, total: '-0.5000', firstAt: at(2), lastAt: at(11) };
  const baht = { ...all, currency: 'THB' };
  expect(addUp([all, baht, other])).toEqual([
    { currency: '', times: 5, total: '10.0000', firstAt: at(1), lastAt: at(11) },
    baht,
  ]);
});
