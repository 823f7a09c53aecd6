import { among } from './among.js';
import type { Form } from './forms.js';
import type { Field, RowsPlace } from './schema.js';
import { type Sql, and, name, not, sql, total } from './sql.js';
import { oneOf } from './text/text.js';

/** Where a condition looks: makes SQL about one value of the contact `c` out of SQL about a column. */
export interface Target {
  /** True when the value is there and the predicate holds of it; NULL or false otherwise. */
  where(predicate: (column: Sql) => Sql): Sql;
  readonly list: ListTarget;
}

/** The same for lists of texts. Texts are given in the form in which they are kept. */
export interface ListTarget {
  notEmpty(): Sql;
  anyOf(wanted: readonly string[], form: Form): Sql;
  /** `wanted` has no text twice. */
  allOf(wanted: readonly string[], form: Form): Sql;
  /** True when the predicate holds of the number of items; of an empty list it need not be. */
  sized(predicate: (size: Sql) => Sql): Sql;
}

/** When a verdict may turn by time alone: `at`, for the rows of which `where` holds. See soonest. */
export interface Turn {
  readonly at: Sql;
  readonly where: Sql;
}

/** Everything, as a predicate. */
export const any = (): Sql => total(sql`TRUE`);

/** A column, which holds no list. */
export const columnTarget = (column: Sql): Target => ({
  where: (predicate) => predicate(column),
  get list(): ListTarget {
    throw new Error('A list lives in rows, not in a column.');
  },
});

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
 * A value in rows of its own makes a set of contacts.
 * @param holdsOfAbsent whether the predicate holds of what a contact without a row is taken to have:
 *   then those are in for whom no row denies it.
 */
export function targetOf({ place, kind }: Field, holdsOfAbsent = false): Target {
  if (!('table' in place)) return columnTarget(sql`c.${name(place.column)}`);
  const column = valueOf(place);
  const has = (condition: Sql, having?: Sql): Sql =>
    among({
      from: sql`${name(place.table)} x`,
      contact: sql`x.contact_id`,
      where: and([...ownRows(place), condition]),
      single: kind !== 'list',
      ...(having ? { having } : {}),
    });
  return {
    where: (predicate) =>
      holdsOfAbsent ? not(has(not(predicate(column)))) : has(predicate(column)),
    list: {
      notEmpty: () => has(any()),
      anyOf: (wanted, form) => has(oneOf(column, wanted, form)),
      allOf: (wanted, form) =>
        has(oneOf(column, wanted, form), sql`COUNT(DISTINCT ${column}) = ${wanted.length}`),
      sized: (predicate) => has(any(), predicate(sql`COUNT(*)`)),
    },
  };
}

/** Selects `contact_id, at` where a verdict on the field may turn: see soonest. */
export function listing(
  { place }: Field,
  turnOf: (column: Sql) => Turn | undefined,
): Sql | undefined {
  if (!('table' in place)) {
    const turn = turnOf(sql`c.${name(place.column)}`);
    return (
      turn && sql`SELECT c.id AS contact_id, ${turn.at} AS at FROM contact c WHERE ${turn.where}`
    );
  }
  const turn = turnOf(valueOf(place));
  if (!turn) return undefined;
  const where = and([...ownRows(place), turn.where]);
  return sql`SELECT x.contact_id AS contact_id, ${turn.at} AS at FROM ${name(place.table)} x WHERE ${where}`;
}
