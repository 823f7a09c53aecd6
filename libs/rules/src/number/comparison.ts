import { type Operator, positive } from '../fields/operator.js';
import { oneNumber } from '../operands/numbers.js';
import type { Words } from '../schema.js';
import { type Sql, sql } from '../sql.js';

export type NumberOperator<Value> = Operator<Value, number, null>;

/** An operator that compares with one number. Doubles on both sides: memory and SQL agree. */
export const comparison = (
  say: Words,
  holds: (found: number, value: number) => boolean,
  toSql: (column: Sql, value: Sql) => Sql,
): NumberOperator<number> =>
  positive({
    accepts: oneNumber,
    say,
    evaluate: holds,
    toSql: (target, value) => target.where((column) => toSql(column, sql`${value}`)),
  });
