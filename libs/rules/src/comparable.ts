import { fold } from '#libs/kernel';
import { instantText } from './time/axis.js';

/**
 * The properties of an event in the form in which rules compare them, kept beside the properties: SQL
 * reads it by path, memory from the same object, so that the two cannot disagree. A path is the names
 * on the way joined by dots; lists of objects are lists of each of their properties.
 */
export interface Comparable {
  /** Texts, folded. */
  readonly t?: { readonly [path: string]: string };
  readonly n?: { readonly [path: string]: number };
  /** 0 or 1. */
  readonly b?: { readonly [path: string]: 0 | 1 };
  /** Texts that are an instant or a day: DATETIME(3) in UTC, a day at midnight UTC. */
  readonly d?: { readonly [path: string]: string };
  /** Items of lists, folded, each once; numbers and yes/no as JSON writes them. */
  readonly l?: { readonly [path: string]: readonly string[] };
}

/** Paths that are kept of one event; more are not comparable. */
const MAX_PATHS = 200;
/** A folded text is kept to so many UTF-16 units. */
const MAX_KEPT = 500;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

function dateText(text: string): string | undefined {
  if (!INSTANT.test(text) && !DAY.test(text)) return undefined;
  const instant = Date.parse(text);
  const year = new Date(instant).getUTCFullYear();
  if (!(year >= 1000 && year <= 9999)) return undefined;
  // Date.parse takes 31 February for 3 March.
  const day = text.slice(0, 10);
  if (new Date(`${day}T00:00:00.000Z`).toISOString().slice(0, 10) !== day) return undefined;
  return instantText(instant);
}

/** Without a prototype: a property may be called `toString`. */
const table = <T>(): Record<string, T> => Object.create(null) as Record<string, T>;

/**
 * Folded and cut. SQL cannot unescape half a character (which a cut may leave, too), and does not see
 * spaces at the end.
 */
const kept = (text: string): string =>
  fold(text)
    .slice(0, MAX_KEPT)
    .replace(/\p{Surrogate}/gu, '')
    .trimEnd();

/** The comparable form of an event's properties; undefined when there is nothing to compare. */
export function comparable(properties: {
  readonly [name: string]: unknown;
}): Comparable | undefined {
  const t = table<string>();
  const n = table<number>();
  const b = table<0 | 1>();
  const d = table<string>();
  const l = table<string[]>();
  const paths = new Set<string>();

  const single = (path: string, value: unknown): void => {
    if (typeof value === 'string') {
      t[path] = kept(value);
      const date = dateText(value);
      if (date !== undefined) d[path] = date;
    } else if (typeof value === 'number') {
      // JSON has no infinity: 1e999 is read as one and could not be written again.
      if (Number.isFinite(value)) n[path] = value;
    } else if (typeof value === 'boolean') b[path] = value ? 1 : 0;
  };
  const item = (path: string, value: unknown): void => {
    const items = (l[path] ??= []);
    const text = kept(String(value));
    if (!items.includes(text)) items.push(text);
  };
  const walk = (value: unknown, path: string, listed: boolean): void => {
    if (value === null || value === undefined) return;
    if (Array.isArray(value)) value.forEach((one) => walk(one, path, true));
    else if (typeof value === 'object') {
      for (const [name, inner] of Object.entries(value)) {
        walk(inner, path === '' ? name : `${path}.${name}`, listed);
      }
    } else {
      if (!paths.has(path) && paths.size >= MAX_PATHS) return;
      paths.add(path);
      if (listed) item(path, value);
      else single(path, value);
    }
  };
  walk(properties, '', false);

  const parts = Object.entries({ t, n, b, d, l }).filter(
    ([, part]) => Object.keys(part).length > 0,
  );
  return parts.length > 0 ? Object.fromEntries(parts) : undefined;
}
