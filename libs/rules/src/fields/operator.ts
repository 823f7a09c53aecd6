import type { Operand } from '../operands/operand.js';
import type { Words } from '../schema.js';
import { type Sql, not } from '../sql.js';
import type { Target, Turn } from '../target.js';

/**
 * One operator on one kind of field. `At` is what else it needs: how texts are compared, or the
 * present on the field's axis.
 */
export interface Operator<Value, Found, At> {
  readonly accepts: Operand<Value>;
  /** A clause with the holes {field} and {value}. */
  readonly say: Words;
  /** `found` is null when nothing is known. */
  evaluate(found: Found | null, value: Value, at: At): boolean;
  /** True where evaluate is true; NULL counts as false. */
  toSql(target: Target, value: Value, at: At): Sql;
  /** First instant after the present (ms) at which time alone changes the verdict, or Infinity. */
  changesAt(found: Found | null, value: Value, at: At): number;
  /** The same for all values of a column at once, or earlier. Absent: time changes nothing. */
  soonest?(column: Sql, value: Value, at: At): Turn | undefined;
  /** How much work it is; 1 when absent. */
  cost?(value: Value): number;
}

interface Positive<Value, Found, At> {
  readonly accepts: Operand<Value>;
  readonly say: Words;
  evaluate(found: Found, value: Value, at: At): boolean;
  toSql(target: Target, value: Value, at: At): Sql;
  changesAt?(found: Found, value: Value, at: At): number;
  soonest?(column: Sql, value: Value, at: At): Turn | undefined;
  cost?(value: Value): number;
}

/** An operator that is false of a missing value. */
export const positive = <Value, Found, At>(
  operator: Positive<Value, Found, At>,
): Operator<Value, Found, At> => ({
  ...operator,
  evaluate: (found, value, at) => found !== null && operator.evaluate(found, value, at),
  changesAt: (found, value, at) =>
    found === null ? Infinity : (operator.changesAt?.(found, value, at) ?? Infinity),
});

/** The exact complement of an operator: true of a missing value wherever its twin is false of it. */
export const complement = <Value, Found, At>(
  twin: Operator<Value, Found, At>,
  say: Words,
): Operator<Value, Found, At> => ({
  ...twin,
  say,
  evaluate: (found, value, at) => !twin.evaluate(found, value, at),
  toSql: (target, value, at) => not(twin.toSql(target, value, at)),
});
