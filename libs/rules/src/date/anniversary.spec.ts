import fc from 'fast-check';
import { DAY, addDays, dayOf, dayText } from '#libs/kernel';
import { dayAxis } from '../time/axis.js';
import { anniversaryWithinNext, nextAnniversary } from './anniversary.js';

const text = (day: number): string => dayText(day);

describe('nextAnniversary', () => {
  it.each([
    ['1990-06-15', '2026-06-15', '2026-06-15'],
    ['1990-06-15', '2026-06-16', '2027-06-15'],
    // 29 February is kept on 1 March in a common year.
    ['1988-02-29', '2026-02-28', '2026-03-01'],
    ['1988-02-29', '2026-03-02', '2027-03-01'],
    ['1988-02-29', '2027-12-31', '2028-02-29'],
    ['1988-02-29', '2028-03-01', '2029-03-01'],
    ['1988-03-01', '2028-02-29', '2028-03-01'],
    // 2100 is a common year.
    ['2000-02-29', '2100-02-01', '2100-03-01'],
  ])('of %s, not before %s, is %s', (birth, notBefore, expected) => {
    expect(text(nextAnniversary(dayOf(birth), dayOf(notBefore)))).toBe(expected);
  });
});

describe('anniversary within the next N days', () => {
  const holds = (found: number, days: number, today: number): boolean => {
    const axis = dayAxis(today, 'UTC');
    return anniversaryWithinNext.evaluate(found, { days }, axis);
  };

  it('holds when one of the next days is the anniversary, and tells when that changes', () => {
    const day = fc.integer({ min: 0, max: 40_000 }).map((number) => number * DAY);
    const length = fc.oneof(fc.integer({ min: 0, max: 365 }), fc.constantFrom(363, 364, 365));
    fc.assert(
      fc.property(day, day, length, (found, today, days) => {
        const next = nextAnniversary(found, today);
        expect(holds(found, days, today)).toBe(next <= addDays(today, days));
        const changesAt = anniversaryWithinNext.changesAt(found, { days }, dayAxis(today, 'UTC'));
        const last = Math.min(changesAt - DAY, addDays(today, 1500));
        const step = Math.max(DAY, Math.floor((last - today) / DAY / 20) * DAY);
        for (let later = today; later <= last; later += step) {
          expect(holds(found, days, later)).toBe(holds(found, days, today));
        }
        if (changesAt < Infinity) {
          expect(holds(found, days, changesAt)).toBe(!holds(found, days, today));
        }
      }),
    );
  });
});
