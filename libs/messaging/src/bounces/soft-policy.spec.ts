import fc from 'fast-check';
import { isGivenUp } from './soft-policy.js';

const zone = 'Asia/Bangkok';
const day = (n: number, hour = 3) => new Date(Date.UTC(2026, 0, 1 + n, hour));

describe('an address that bounces softly', () => {
  it('is given up after five different days', () => {
    const days = [0, 3, 7, 12, 20].map((n) => day(n));
    expect(isGivenUp(days, [], zone)).toBe(true);
    expect(isGivenUp(days.slice(1), [], zone)).toBe(false);
  });

  it('is not, however often it bounces on one day', () => {
    const often = Array.from({ length: 20 }, (_, i) => day(0, i % 10));
    expect(isGivenUp([...often, day(1), day(2), day(3)], [], zone)).toBe(false);
  });

  it('is not when they are too far apart', () => {
    expect(
      isGivenUp(
        [0, 10, 20, 25, 31].map((n) => day(n)),
        [],
        zone,
      ),
    ).toBe(false);
    expect(
      isGivenUp(
        [0, 10, 20, 25, 30].map((n) => day(n)),
        [],
        zone,
      ),
    ).toBe(true);
  });

  it('is not when somebody engaged in between', () => {
    const days = [0, 1, 2, 3, 4].map((n) => day(n));
    expect(isGivenUp(days, [day(2, 5)], zone)).toBe(false);
    expect(isGivenUp(days, [day(5), new Date(day(0).getTime() - 1)], zone)).toBe(true);
  });

  it('counts the days of the organisation', () => {
    // Two instants of one UTC day on both sides of midnight in Bangkok.
    const days = [day(0, 16), day(0, 18), day(1, 18), day(2, 18), day(3, 18)];
    expect(isGivenUp(days, [], zone)).toBe(true);
    expect(isGivenUp(days, [], 'UTC')).toBe(false);
  });

  it('does not depend on the order in which it is told', () => {
    const instants = fc.array(fc.integer({ min: 0, max: 60 * 24 }).map((hours) => day(0, hours)), { maxLength: 12 }); // prettier-ignore
    fc.assert(
      fc.property(instants, instants, (bounces, engagements) => {
        const told = isGivenUp(bounces, engagements, zone);
        expect(isGivenUp([...bounces].reverse(), [...engagements].reverse(), zone)).toBe(told);
        expect(isGivenUp([...bounces, ...bounces], engagements, zone)).toBe(told);
      }),
    );
  });
});
