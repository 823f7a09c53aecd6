import { complement, positive } from '../fields/operator.js';
import { nothing } from '../operands/operand.js';
import { any } from '../target.js';

export const isNotEmpty = positive<null, readonly string[], unknown>({
  accepts: nothing,
  say: { en: 'who have any {field}', th: 'มี{field}' },
  evaluate: (found) => found.length > 0,
  toSql: (target) => target.where(any),
});

export const isEmpty = complement(isNotEmpty, {
  en: 'who have no {field} (or none known)',
  th: 'ไม่มี{field} (หรือไม่มีข้อมูล)',
});
