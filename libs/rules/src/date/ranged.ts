import { type Operator, positive } from '../fields/operator.js';
import type { Turn } from '../target.js';
import { MAX_TIME, MIN_TIME } from '../limits.js';
import type { Operand } from '../operands/operand.js';
import type { Words } from '../schema.js';
import { type Sql, and, sql, total } from '../sql.js';
import type { Axis, Range } from '../time/axis.js';
import { type Shift, shifted } from './turning.js';

interface Ranged<Value> {
  readonly accepts: Operand<Value>;
  readonly say: Words;
  /** The points for which it holds at present. */
  range(value: Value, axis: Axis): Range;
  /** The presents at which it holds for a point: absent when the present does not matter. */
  shift?(value: Value, axis: Axis): Shift;
  /** The same, and soonest, where they are no mere shift. */
  during?(found: number, value: Value, axis: Axis): Range;
  soonest?(column: Sql, value: Value, axis: Axis): Turn;
}

const contains = ({ from = -Infinity, to = Infinity }: Range, point: number): boolean =>
  from <= point && point <= to;

/** SQL for a column within a range; one end at least is there. */
function inRange(column: Sql, { from, to }: Range, axis: Axis): Sql {
  // Beyond what a DATETIME can be there is nothing to compare with, and nothing to find.
  if ((from ?? MIN_TIME) > MAX_TIME || (to ?? MAX_TIME) < MIN_TIME) return total(sql`FALSE`);
  const ends = [];
  if (from !== undefined) ends.push(sql`${column} >= ${axis.parameter(from)}`);
  if (to !== undefined) ends.push(sql`${column} <= ${axis.parameter(to)}`);
  return and(ends);
}

/** An operator that holds for one range of points, which may move with the present. */
export function ranged<Value>(operator: Ranged<Value>): Operator<Value, number, Axis> {
  const during = (found: number, value: Value, axis: Axis): Range => {
    if (!operator.shift) return operator.during?.(found, value, axis) ?? {};
    const { enters, leaves = Infinity } = operator.shift(value, axis);
    return { from: found + enters, to: found + leaves - axis.unit };
  };
  return positive({
    accepts: operator.accepts,
    say: operator.say,
    evaluate: (found, value, axis) => contains(operator.range(value, axis), found),
    toSql: (target, value, axis) =>
      target.where((column) => inRange(column, operator.range(value, axis), axis)),
    changesAt: (found, value, axis) => {
      const { from = -Infinity, to = Infinity } = during(found, value, axis);
      if (axis.now < from) return from === Infinity ? Infinity : axis.instant(from);
      return axis.now > to || to === Infinity ? Infinity : axis.instant(to + axis.unit);
    },
    soonest: (column, value, axis) =>
      operator.shift
        ? shifted(column, operator.shift(value, axis), axis)
        : operator.soonest?.(column, value, axis),
  });
}
