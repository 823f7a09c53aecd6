import { type Sql, sql, total } from './sql.js';

/** Rows that say something of contacts. */
export interface ContactRows {
  readonly from: Sql;
  /** The column with the contact. */
  readonly contact: Sql;
  readonly where: Sql;
  /** What holds of all rows of a contact together. */
  readonly having?: Sql;
  /** No contact has two such rows. */
  readonly single?: boolean;
  /** Such rows stay when the contact is erased. */
  readonly outlasting?: boolean;
  /** The same rows, found in another way when they are those of everybody. */
  readonly forAll?: Pick<ContactRows, 'from' | 'where'>;
}

/** Being among the contacts of some rows, as a condition on the contact `c`. */
export function among(rows: ContactRows): Sql {
  const { contact, having, single = false, outlasting = false } = rows;
  const { from, where } = rows.forAll ?? rows;
  const grouped = having ? sql` GROUP BY ${contact} HAVING ${having}` : sql``;
  const inside = sql`c.id IN (SELECT ${contact} FROM ${from} WHERE ${where}${grouped})`;
  const once = single || having ? sql`SELECT` : sql`SELECT DISTINCT`;
  const set = sql`${once} ${contact} AS id FROM ${from} WHERE ${where}${grouped}`;
  // A scalar subquery: the server turns IN and EXISTS into a search for everybody when it thinks fit.
  const one = sql`(SELECT 1 FROM ${rows.from} WHERE ${contact} = c.id AND (${rows.where})${grouped} LIMIT 1) IS NOT NULL`;
  return {
    ...total(inside),
    ids: outlasting ? sql`SELECT c.id FROM contact c WHERE ${inside}` : set,
    probe: total(one),
  };
}
