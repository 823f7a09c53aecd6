import { type Operator, complement, positive } from '../fields/operator.js';
import { MAX_VALUES } from '../limits.js';
import { count } from '../operands/numbers.js';
import { not, sql } from '../sql.js';

type SizeOperator = Operator<number, readonly string[], unknown>;

/** Nothing known is a list of nothing: sizes are true or false of everybody. */
export const sizeAtLeast: SizeOperator = positive({
  accepts: count(1, MAX_VALUES),
  say: { en: 'whose {field} number at least {value}', th: '{field}มีอย่างน้อย {value} รายการ' },
  evaluate: (found: readonly string[], value: number) => found.length >= value,
  toSql: ({ list }, value) => list.sized((size) => sql`${size} >= ${value}`),
});

const sizeMoreThan: SizeOperator = positive({
  ...sizeAtLeast,
  accepts: count(0, MAX_VALUES),
  evaluate: (found: readonly string[], value: number) => found.length > value,
  toSql: ({ list }, value) => list.sized((size) => sql`${size} > ${value}`),
});

export const sizeAtMost = complement(sizeMoreThan, {
  en: 'whose {field} number at most {value}',
  th: '{field}มีไม่เกิน {value} รายการ',
});

export const sizeIs: SizeOperator = {
  accepts: count(0, MAX_VALUES),
  say: { en: 'whose {field} number exactly {value}', th: '{field}มี {value} รายการพอดี' },
  evaluate: (found, value) => (found?.length ?? 0) === value,
  // Those with no row at all form no group.
  toSql: ({ list }, value) =>
    value === 0 ? not(list.notEmpty()) : list.sized((size) => sql`${size} = ${value}`),
  changesAt: () => Infinity,
};
