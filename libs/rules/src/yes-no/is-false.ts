import { positive } from '../fields/operator.js';
import { nothing } from '../operands/operand.js';
import { sql } from '../sql.js';

/** A recorded no. It is not the complement of yes: of somebody unknown, neither holds. */
export const isFalse = positive<null, boolean, null>({
  accepts: nothing,
  say: { en: 'whose {field} is no', th: '{field}เป็น “ไม่ใช่”' },
  evaluate: (found) => !found,
  toSql: (target) => target.where((column) => sql`${column} = 0`),
});
