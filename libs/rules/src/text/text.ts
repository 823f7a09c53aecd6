import type { Form } from '../forms.js';
import { type Sql, and, sql, values } from '../sql.js';

/** `column` is one of some texts, byte for byte. */
export function oneOf(column: Sql, wanted: readonly string[], { padded }: Form): Sql {
  const texts = [...new Set(wanted)];
  const found = sql`${column} IN (${values(texts)})`;
  if (!padded) return found;
  // The first condition finds through the index, the second minds trailing spaces.
  return and([found, sql`CONCAT(${column}, '.') IN (${values(texts.map((text) => `${text}.`))})`]);
}

/** A text as part of a LIKE pattern; `!` escapes. */
export const like = (part: string): string => part.replace(/[!%_]/g, '!$&');
