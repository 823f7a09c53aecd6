import { type Day, monthOf, weekdayOf } from '#libs/kernel';
import { type Operator, positive } from '../fields/operator.js';
import { months, weekdays } from '../operands/calendar.js';
import type { Operand } from '../operands/operand.js';
import type { Words } from '../schema.js';
import { type Sql, sql, values } from '../sql.js';
import type { Axis } from '../time/axis.js';
import { localDay, localSql } from '../time/offsets.js';

interface Part {
  readonly accepts: Operand<readonly number[]>;
  readonly say: Words;
  readonly of: (day: Day) => number;
  readonly toSql: (local: Sql) => Sql;
}

/** An operator on a part of the local date, which the present has nothing to do with. */
const partOfDate = ({ accepts, say, of, toSql }: Part): Operator<readonly number[], number, Axis> =>
  positive({
    accepts,
    say,
    evaluate: (found, wanted, axis) => wanted.includes(of(localDay(found, axis.offsets()))),
    toSql: (target, wanted, axis) =>
      target.where(
        (column) => sql`${toSql(localSql(column, axis.offsets()))} IN (${values(wanted)})`,
      ),
  });

/** On one of some days of the week, in the organisation's zone. */
export const weekdayIs = partOfDate({
  accepts: weekdays,
  say: { en: 'whose {field} is on a {value}', th: '{field}ตรงกับ{value}' },
  of: weekdayOf,
  toSql: (local) => sql`WEEKDAY(${local}) + 1`,
});

/** In one of some months, in the organisation's zone. */
export const monthIs = partOfDate({
  accepts: months,
  say: { en: 'whose {field} is in {value}', th: '{field}อยู่ในเดือน{value}' },
  of: monthOf,
  toSql: (local) => sql`MONTH(${local})`,
});
