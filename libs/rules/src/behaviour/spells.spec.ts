import fc from 'fast-check';
import { comparable } from '../comparable.js';
import { eventAt } from '../testing/facts.js';
import { instantAxis } from '../time/axis.js';
import type { FieldCondition } from '../tree.js';
import { questionsOf } from './question.js';
import { spellsOf } from './spells.js';

const DAY = 86_400_000;
const base = Date.UTC(2026, 2, 28, 17);
const around = fc
  .constantFrom(-40, -8, -7, -2, -1, 0, 1, 2, 7, 40)
  .chain((days) => fc.integer({ min: -1, max: 1 }).map((ms) => base + days * DAY + ms));
const span = fc.constantFrom({ days: 1 }, { days: 7 }, { hours: 24 });
const condition: fc.Arbitrary<FieldCondition<'date'>> = fc.oneof(
  fc
    .tuple(fc.constantFrom('within_last', 'within_next', 'more_than_ago'), span)
    .map(([operator, value]) => ({ kind: 'date', field: 'properties.until', operator, value })),
  fc
    .constantFrom('today', 'this_week', 'this_month')
    .map((value) => ({ kind: 'date', field: 'properties.until', operator: 'in_period', value })),
) as fc.Arbitrary<FieldCondition<'date'>>;

describe('spells', () => {
  it('are the presents at which all conditions hold, to the millisecond', () => {
    const zone = fc.constantFrom('Asia/Bangkok', 'Europe/Berlin');
    const some = fc.array(condition, { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(some, around, around, around, zone, (where, at, until, now, timeZone) => {
        const properties = comparable({ until: new Date(until).toISOString() }) ?? {};
        const event = { ...eventAt(at), properties };
        const axis = instantAxis(now, timeZone);
        const questions = questionsOf(where);
        const holds = (present: number): boolean =>
          present >= at && questions.every((one) => one.holds(event, axis.at(present)));
        const spells = spellsOf({ from: at, to: Infinity }, questions, event, axis);

        const within = (present: number): boolean =>
          spells.some(({ from, to }) => from <= present && present <= to);
        const edges = spells.flatMap(({ from, to }) => [from - 1, from, to, to + 1]);
        for (const present of [now, at, until, now + DAY, until + DAY, until + DAY + 1, ...edges])
          if (present >= now && present < Infinity) expect(within(present)).toBe(holds(present));
      }),
      { numRuns: 500 },
    );
  });
});
