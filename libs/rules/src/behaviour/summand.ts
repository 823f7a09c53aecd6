import type { EventFact } from '../facts.js';
import { type Sql, sql } from '../sql.js';
import { MOST_SUMMED, PLACES, millionths, valueUnits } from './amounts.js';
import { comparable, properties, sameness } from './event-fields.js';
import { pathOf } from './question.js';

/** What aggregates look at, in three forms; null where the event has none. */
export interface Summand {
  /** Decimal places of the exact form. */
  readonly places: number;
  /** For sums: whole units of the last place. */
  exact(event: EventFact): bigint | null;
  /** For extremes. */
  double(event: EventFact): number | null;
  /** For telling values apart. */
  key(event: EventFact): string | null;
  /** The same of the table event, by that alias. */
  toSql(table: Sql): { readonly exact: Sql; readonly double: Sql; readonly key: Sql };
}

const unitsOfValue = ({ value, decimal }: EventFact): bigint | null =>
  value === null || decimal === null ? null : valueUnits(value, decimal);

const ofValue: Summand = {
  places: 4,
  exact: unitsOfValue,
  double: (event) => event.value,
  key: (event) => unitsOfValue(event)?.toString() ?? null,
  toSql: (table) => ({
    exact: sql`${table}.value`,
    double: sql`(${table}.value + 0e0)`,
    key: sql`${table}.value`,
  }),
};

function ofProperty(path: string): Summand {
  const number = properties.number(path);
  const same = sameness(path);
  return {
    places: PLACES,
    exact: (event) => {
      const found = number.found(event);
      return found === null || Math.abs(found) > MOST_SUMMED ? null : millionths(found);
    },
    double: (event) => number.found(event),
    key: (event) => same.found(event),
    toSql: (table) => {
      const text = comparable(table, 'n', path);
      return {
        // CAST would fail on what is too large for it.
        exact: sql`CASE WHEN ABS(${text} + 0e0) <= ${MOST_SUMMED} THEN CAST(${text} AS DECIMAL(38,6)) END`,
        double: sql`(${text} + 0e0)`,
        // By their hash long texts are compared whole: DISTINCT may look at no more than a beginning.
        key: sql`MD5(${same.toSql(table)})`,
      };
    },
  };
}

/** What `value` or `properties.<path>` contributes. */
export function summandOf(field: string): Summand {
  const path = pathOf(field);
  return path === undefined ? ofValue : ofProperty(path);
}
