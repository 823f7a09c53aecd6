import type { EventFact } from '../facts.js';
import { type ListTarget, type Target, columnTarget } from '../target.js';
import { type Sql, or, sql } from '../sql.js';
import type { FieldValues } from '../tree.js';

/** What conditions find of an event, by kind; null when it is not there. */
export interface Findings {
  text: string;
  number: number;
  yes_no: boolean;
  /** Milliseconds. */
  date: number;
  list: readonly string[];
}

/** One thing that can be asked of an event, as one kind. */
export interface EventField<Found> {
  found(event: EventFact): Found | null;
  /** Of the event that goes by a name in SQL. */
  target(event: Sql): Target;
}

type Fields = { readonly [K in keyof FieldValues]: (path: string) => EventField<Findings[K]> };

/** A property that exists, and not one of every object's prototype. */
const own = <T>(values: { readonly [path: string]: T } | undefined, path: string): T | null =>
  values && Object.hasOwn(values, path) ? (values[path] as T) : null;

/** A property as a text that two events share if and only if it is the same, in kind too. */
export const sameness = (path: string) => ({
  found: ({ properties: { t, n, b } }: EventFact): string | null => {
    const text = own(t, path);
    if (text) return `t${text}`;
    const number = own(n, path);
    if (number !== null) return `n${number}`;
    const yesNo = own(b, path);
    return yesNo === null ? null : `b${yesNo}`;
  },
  toSql: (event: Sql): Sql =>
    sql`COALESCE(CONCAT('t', NULLIF(${comparable(event, 't', path)}, '')), CONCAT('n', ${comparable(event, 'n', path)}), CONCAT('b', ${comparable(event, 'b', path)}))`,
});

/** Where a path stands in the comparable form; paths have no quotes and no backslashes. */
const placeOf = (part: 't' | 'n' | 'b' | 'd' | 'l', path: string): string => `$.${part}."${path}"`;

/** A property as the text of its comparable form. */
export const comparable = (event: Sql, part: 't' | 'n' | 'b' | 'd', path: string): Sql =>
  sql`JSON_VALUE(${event}.comparable, ${placeOf(part, path)})`;

/** Items are compared as JSON writes them: both sides are written the same way. */
function listTarget(event: Sql, path: string): ListTarget {
  const place = placeOf('l', path);
  const contains = (json: string): Sql =>
    sql`JSON_CONTAINS(${event}.comparable, ${json}, ${place})`;
  const size = sql`JSON_LENGTH(${event}.comparable, ${place})`;
  return {
    // A list that is there has an item.
    notEmpty: () => sql`${size} > 0`,
    anyOf: (wanted) => or(wanted.map((text) => contains(JSON.stringify(text)))),
    allOf: (wanted) => contains(JSON.stringify(wanted)),
    sized: (predicate) => predicate(size),
  };
}

/** A property, as each kind sees it. */
export const properties: Fields = {
  text: (path) => ({
    found: ({ properties: { t } }) => own(t, path) || null,
    target: (event) => columnTarget(comparable(event, 't', path)),
  }),
  number: (path) => ({
    found: ({ properties: { n } }) => own(n, path),
    target: (event) => columnTarget(sql`(${comparable(event, 'n', path)} + 0e0)`),
  }),
  yes_no: (path) => ({
    found: ({ properties: { b } }) => {
      const found = own(b, path);
      return found === null ? null : found === 1;
    },
    target: (event) => columnTarget(sql`(${comparable(event, 'b', path)} + 0)`),
  }),
  date: (path) => ({
    found: ({ properties: { d } }) => {
      const found = own(d, path);
      return found === null ? null : Date.parse(`${found.replace(' ', 'T')}Z`);
    },
    target: (event) => columnTarget(sql`CAST(${comparable(event, 'd', path)} AS DATETIME(3))`),
  }),
  list: (path) => ({
    found: ({ properties: { l } }) => own(l, path),
    target: (event) => ({
      where: (predicate) => predicate(sql`NULL`),
      list: listTarget(event, path),
    }),
  }),
};

/** The event's own value, as a double, since that is what memory compares. */
export const value: EventField<number> = {
  found: (event) => event.value,
  target: (event) => columnTarget(sql`(${event}.value + 0e0)`),
};

/** ISO 4217, in upper case. */
export const currency: EventField<string> = {
  found: (event) => event.currency,
  target: (event) => columnTarget(sql`${event}.currency`),
};

/** A property's path: names joined by dots, of letters of any script, digits, and a few signs. */
export const propertyPath = /^properties\.([\p{L}\p{M}\p{N} _.:$@/-]{1,100})$/u;
