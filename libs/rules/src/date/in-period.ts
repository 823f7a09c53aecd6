import { DAY } from '#libs/kernel';
import { onePeriod } from '../operands/spans.js';
import { sql } from '../sql.js';
import { periods } from '../time/periods.js';
import type { Period } from '../tree.js';
import { ranged } from './ranged.js';
import { constant } from './turning.js';

/** In the same calendar day, week or month as the present, in the organisation's zone. */
export const inPeriod = ranged<Period>({
  accepts: onePeriod,
  say: { en: 'whose {field} is {value}', th: '{field}อยู่ใน{value}' },
  range: (period, axis) => axis.days(...periods[period](axis.today)),
  // To be in the same period is mutual.
  during: (found, period, axis) => axis.days(...periods[period](axis.dayAt(found))),
  // Points of this period leave it with its end, and no later period begins before.
  soonest: (column, period, axis) => {
    const [first, last] = periods[period](axis.today);
    const { from = -Infinity } = axis.days(first, last);
    const at = constant(axis.instant(axis.days(last + DAY, last + DAY).from ?? Infinity));
    return { at, where: sql`${column} >= ${axis.parameter(from)}` };
  },
});
