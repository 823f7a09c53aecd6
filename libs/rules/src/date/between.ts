import { momentRange } from '../operands/moments.js';
import type { MomentRange } from '../tree.js';
import { ranged } from './ranged.js';

/** From the beginning of the first to the end of the last, both included. */
export const between = ranged<MomentRange>({
  accepts: momentRange,
  say: { en: 'whose {field} is between {value}', th: '{field}อยู่ระหว่าง {value}' },
  range: ({ from, to }, axis) => ({ from: axis.moment(from).from, to: axis.moment(to).to }),
});
