import { oneMoment } from '../operands/moments.js';
import type { Moment } from '../tree.js';
import { ranged } from './ranged.js';

/** Before a day begins, or before an instant. */
export const before = ranged<Moment>({
  accepts: oneMoment,
  say: { en: 'whose {field} is before {value}', th: '{field}อยู่ก่อน {value}' },
  range: (moment, axis) => ({ to: (axis.moment(moment).from ?? -Infinity) - axis.unit }),
});
