import { oneDay } from '../operands/moments.js';
import { ranged } from './ranged.js';

/** On a day; an instant is on it when it is within that day in the organisation's zone. */
export const on = ranged<string>({
  accepts: oneDay,
  say: { en: 'whose {field} is on {value}', th: '{field}ตรงกับวันที่ {value}' },
  range: (day, axis) => axis.moment(day),
});
