import type { Field } from './schema.js';
import { type Sql, and, name, sql, total } from './sql.js';

/** Where a condition looks: makes SQL about one value of the contact `c` out of SQL about a column. */
export interface Target {
  /** True when the value is there and the predicate holds of it; NULL or false otherwise. */
  where(predicate: (column: Sql) => Sql): Sql;
  /** Lists: true when `having` holds of the group of rows for which the predicate holds. */
  group(predicate: (column: Sql) => Sql, having: (column: Sql) => Sql): Sql;
}

/** Everything, as a predicate. */
export const any = (): Sql => total(sql`TRUE`);

/**
 * Rows are reached by IN over an uncorrelated subquery: the optimiser may turn it into a semi-join
 * led by the value's index, or probe by contact, whichever is cheaper.
 */
export function targetOf({ place }: Field): Target {
  if (!('table' in place)) {
    const column = sql`c.${name(place.column)}`;
    return {
      where: (predicate) => predicate(column),
      group: () => {
        throw new Error('A list lives in rows, not in a column.');
      },
    };
  }
  const column = sql`x.${name(place.column)}`;
  const owned = place.attribute === undefined ? [] : [sql`x.attribute_id = ${place.attribute}`];
  const rows = (predicate: (column: Sql) => Sql): Sql =>
    sql`SELECT x.contact_id FROM ${name(place.table)} x WHERE ${and([...owned, predicate(column)])}`;
  return {
    where: (predicate) => total(sql`c.id IN (${rows(predicate)})`),
    group: (predicate, having) =>
      total(sql`c.id IN (${rows(predicate)} GROUP BY x.contact_id HAVING ${having(column)})`),
  };
}
