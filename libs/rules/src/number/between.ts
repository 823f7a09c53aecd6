import { positive } from '../fields/operator.js';
import { numberRange } from '../operands/numbers.js';
import { sql } from '../sql.js';
import type { NumberRange } from '../tree.js';

export const between = positive<NumberRange, number, null>({
  accepts: numberRange,
  say: { en: 'whose {field} is between {value}', th: '{field}อยู่ระหว่าง {value}' },
  evaluate: (found, { from, to }) => from <= found && found <= to,
  toSql: (target, { from, to }) =>
    target.where((column) => sql`${column} BETWEEN ${from} AND ${to}`),
});
