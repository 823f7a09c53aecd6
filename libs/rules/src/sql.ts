/** What a driver binds. Instants are bound as text in UTC, so that no driver setting can shift them. */
export type Parameter = string | number;

/** A piece of SQL with its parameters, in order. */
export interface Sql {
  readonly text: string;
  readonly parameters: readonly Parameter[];
  /** Never NULL: true or false for every row. */
  readonly total: boolean;
  /** A condition on contacts as a set: selects `id`, each once. Absent: everybody has to be asked. */
  readonly ids?: Sql;
  /**
   * The same condition, asked of the one contact `c` through indexes that begin with the contact and
   * never worked out for everybody. Absent: the text is so.
   */
  readonly probe?: Sql;
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

/** Joined conditions as asked of one contact, if that differs. */
function probeOf(parts: readonly Sql[], separator: string): Pick<Sql, 'probe'> {
  if (parts.every(({ probe }) => probe === undefined)) return {};
  return {
    probe: join(
      parts.map((part) => parenthesised(part.probe ?? part)),
      separator,
    ),
  };
}

/**
 * The sets of a conjunction are intersected; what is no set is asked of those who are left, each by
 * itself. So no plan depends on how many the server expects.
 */
function intersected(parts: readonly Sql[]): Pick<Sql, 'ids'> {
  const sets = parts.flatMap(({ ids }) => (ids ? [ids] : []));
  if (sets.length === 0) return {};
  const within = sets.length === 1 ? sets[0]! : join(sets.map(parenthesised), ' INTERSECT ');
  const rest = parts.filter(({ ids }) => !ids).map((part) => parenthesised(part.probe ?? part));
  if (rest.length === 0) return { ids: within };
  return {
    ids: sql`SELECT c.id FROM (${within}) s STRAIGHT_JOIN contact c ON c.id = s.id WHERE ${join(rest, ' AND ')}`,
  };
}

function united(parts: readonly Sql[]): Pick<Sql, 'ids'> {
  const sets = parts.flatMap(({ ids }) => (ids ? [parenthesised(ids)] : []));
  return sets.length > 0 && sets.length === parts.length ? { ids: join(sets, ' UNION ') } : {};
}

export const and = (parts: readonly Sql[]): Sql => ({
  ...join(parts.map(parenthesised), ' AND '),
  ...probeOf(parts, ' AND '),
  ...intersected(parts),
});

export const or = (parts: readonly Sql[]): Sql => ({
  ...join(parts.map(parenthesised), ' OR '),
  ...probeOf(parts, ' OR '),
  ...united(parts),
});

/**
 * The exact complement. NULL counts as false: AND and OR are true for the same rows whether a part
 * is NULL or false, so only negation has to say so.
 */
export const not = (part: Sql): Sql => ({
  ...total(part.total ? sql`NOT (${part})` : sql`(${part}) IS NOT TRUE`),
  ...(part.probe ? { probe: not(part.probe) } : {}),
});
