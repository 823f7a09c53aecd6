import { complement, positive } from '../fields/operator.js';
import { nothing } from '../operands/operand.js';

export const isNotEmpty = positive<null, readonly string[], unknown>({
  accepts: nothing,
  say: { en: 'who have any {field}', th: 'มี{field}' },
  evaluate: (found) => found.length > 0,
  toSql: ({ list }) => list.notEmpty(),
});

export const isEmpty = complement(isNotEmpty, {
  en: 'who have no {field} (or none known)',
  th: 'ไม่มี{field} (หรือไม่มีข้อมูล)',
});
