import { oneMoment } from '../operands/moments.js';
import type { Moment } from '../tree.js';
import { ranged } from './ranged.js';

/** After a day has ended, or after an instant. */
export const after = ranged<Moment>({
  accepts: oneMoment,
  say: { en: 'whose {field} is after {value}', th: '{field}อยู่หลัง {value}' },
  range: (moment, axis) => ({ from: (axis.moment(moment).to ?? Infinity) + axis.unit }),
});
