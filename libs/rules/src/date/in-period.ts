import { onePeriod } from '../operands/spans.js';
import { periods } from '../time/periods.js';
import type { Period } from '../tree.js';
import { ranged } from './ranged.js';

/** In the same calendar day, week or month as the present, in the organisation's zone. */
export const inPeriod = ranged<Period>({
  accepts: onePeriod,
  say: { en: 'whose {field} is {value}', th: '{field}อยู่ใน{value}' },
  range: (period, axis) => axis.days(...periods[period](axis.today)),
  // To be in the same period is mutual.
  during: (found, period, axis) => axis.days(...periods[period](axis.dayAt(found))),
});
