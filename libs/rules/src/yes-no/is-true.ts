import { positive } from '../fields/operator.js';
import { nothing } from '../operands/operand.js';
import { sql } from '../sql.js';

export const isTrue = positive<null, boolean, null>({
  accepts: nothing,
  say: { en: 'whose {field} is yes', th: '{field}เป็น “ใช่”' },
  evaluate: (found) => found,
  toSql: (target) => target.where((column) => sql`${column} = 1`),
});
