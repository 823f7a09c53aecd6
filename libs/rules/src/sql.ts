/** What a driver binds. Instants are bound as text in UTC, so that no driver setting can shift them. */
export type Parameter = string | number;

/** A piece of SQL with its parameters, in order. */
export interface Sql {
  readonly text: string;
  readonly parameters: readonly Parameter[];
  /** Never NULL: true or false for every row. */
  readonly total: boolean;
}

const isSql = (part: Sql | Parameter): part is Sql => typeof part === 'object';

/** A template whose holes are pieces of SQL or values; a value becomes a parameter, always. */
export function sql(texts: TemplateStringsArray, ...holes: readonly (Sql | Parameter)[]): Sql {
  const text = texts.reduce((before, after, index) => {
    const hole = holes[index - 1] as Sql | Parameter;
    return before + (isSql(hole) ? hole.text : '?') + after;
  });
  const parameters = holes.flatMap((hole) => (isSql(hole) ? hole.parameters : [hole]));
  return { text, parameters, total: false };
}

/** A table or column name of the schema. */
export function name(identifier: string): Sql {
  if (!/^[a-z][a-z0-9_]*$/.test(identifier)) throw new Error(`Not a column name: ${identifier}`);
  return { text: identifier, parameters: [], total: false };
}

/** States that a condition is never NULL: IN or EXISTS over columns that are NOT NULL. */
export const total = (condition: Sql): Sql => ({ ...condition, total: true });

function join(parts: readonly Sql[], separator: string): Sql {
  return {
    text: parts.map((part) => part.text).join(separator),
    parameters: parts.flatMap((part) => part.parameters),
    total: parts.every((part) => part.total),
  };
}

const parenthesised = (part: Sql): Sql => ({ ...part, text: `(${part.text})` });

/** `?, ?, ?` */
export const values = (items: readonly Parameter[]): Sql =>
  join(
    items.map((item) => sql`${item}`),
    ', ',
  );

export const and = (parts: readonly Sql[]): Sql => join(parts.map(parenthesised), ' AND ');
export const or = (parts: readonly Sql[]): Sql => join(parts.map(parenthesised), ' OR ');

/**
 * The exact complement. NULL counts as false: AND and OR are true for the same rows whether a part
 * is NULL or false, so only negation has to say so.
 */
export const not = (part: Sql): Sql =>
  total(part.total ? sql`NOT (${part})` : sql`(${part}) IS NOT TRUE`);
