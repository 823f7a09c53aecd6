import { complement, positive } from '../fields/operator.js';
import { isNotSet as unknown, isSet as known } from '../fields/is-set.js';
import { sql } from '../sql.js';

/** A blank text counts as unknown. */
export const isSet = positive<null, string, unknown>({
  ...known,
  evaluate: () => true,
  toSql: (target) => target.where((column) => sql`${column} <> ''`),
});

export const isNotSet = complement(isSet, unknown.say);
