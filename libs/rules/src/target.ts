import type { Field, RowsPlace } from './schema.js';
import { type Sql, and, name, not, sql, total } from './sql.js';

/** Where a condition looks: makes SQL about one value of the contact `c` out of SQL about a column. */
export interface Target {
  /** True when the value is there and the predicate holds of it; NULL or false otherwise. */
  where(predicate: (column: Sql) => Sql): Sql;
  /** Lists: true when `having` holds of the group of rows for which the predicate holds. */
  group(predicate: (column: Sql) => Sql, having: (column: Sql) => Sql): Sql;
}

/** Everything, as a predicate. */
export const any = (): Sql => total(sql`TRUE`);

/** The rows `x` that a place speaks of, as conditions. */
export const ownRows = ({ attribute, where = [] }: RowsPlace): readonly Sql[] => [
  ...(attribute === undefined ? [] : [sql`x.attribute_id = ${attribute}`]),
  ...where.map(([column, value]) => sql`x.${name(column)} = ${value}`),
];

function valueOf({ column, decimal, per }: RowsPlace): Sql {
  const value = decimal ? sql`(x.${name(column)} + 0e0)` : sql`x.${name(column)}`;
  return per === undefined ? value : sql`(${value} / x.${name(per)})`;
}

/**
 * Rows are reached by IN over an uncorrelated subquery: the optimiser may turn it into a semi-join
 * led by the value's index, or probe by contact, whichever is cheaper.
 * @param holdsOfAbsent whether the predicate holds of what a contact without a row is taken to have:
 *   then those are in for whom no row denies it.
 */
export function targetOf({ place }: Field, holdsOfAbsent = false): Target {
  if (!('table' in place)) {
    const column = sql`c.${name(place.column)}`;
    return {
      where: (predicate) => predicate(column),
      group: () => {
        throw new Error('A list lives in rows, not in a column.');
      },
    };
  }
  const column = valueOf(place);
  const rows = (condition: Sql): Sql =>
    sql`SELECT x.contact_id FROM ${name(place.table)} x WHERE ${and([...ownRows(place), condition])}`;
  const among = (condition: Sql): Sql => total(sql`c.id IN (${rows(condition)})`);
  return {
    where: (predicate) =>
      holdsOfAbsent ? not(among(not(predicate(column)))) : among(predicate(column)),
    group: (predicate, having) =>
      total(
        sql`c.id IN (${rows(predicate(column))} GROUP BY x.contact_id HAVING ${having(column)})`,
      ),
  };
}
