import { nothing } from '../operands/operand.js';
import { sql } from '../sql.js';
import { complement, positive } from './operator.js';

/** Something is known. Serves every kind but text, of which a blank one counts as unknown. */
export const isSet = positive<null, unknown, unknown>({
  accepts: nothing,
  say: { en: 'whose {field} is known', th: 'มีข้อมูล{field}' },
  evaluate: () => true,
  toSql: (target) => target.where((column) => sql`${column} IS NOT NULL`),
});

export const isNotSet = complement(isSet, {
  en: 'whose {field} is unknown',
  th: 'ไม่มีข้อมูล{field}',
});
