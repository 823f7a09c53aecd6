import { ok, type ErrorPlace } from '#libs/kernel';
import {
  parseAttributeCell,
  parseAttributeJson,
  type Attribute,
  type AttributeType,
  type AttributeValue,
} from '../attributes/attribute.js';
import type { Core, CoreField } from '../contacts/contact.js';
import { parseCore, type ReadingContext } from '../contacts/core-value.js';
import { refuse, type Verdict } from '../values/index.js';

/** Traits in canonical form; null takes a value away. What could not be read is a fault, alone. */
export interface ReadTraits {
  core: Partial<Core>;
  attributes: Map<number, AttributeValue | null>;
  types: Map<number, AttributeType>;
  faults: Pick<ErrorPlace, 'place' | 'code'>[];
}

/** Where each core field may stand; the first that is there counts. */
const places: Partial<Record<CoreField, readonly (readonly string[])[]>> = {
  email: [['email']],
  phone: [['phone']],
  firstName: [['firstName'], ['first_name']],
  lastName: [['lastName'], ['last_name']],
  language: [['language'], ['locale']],
  timeZone: [['timezone'], ['timeZone']],
  country: [['address', 'country'], ['country']],
  city: [['address', 'city'], ['city']],
  birthDate: [['birthday'], ['birthDate']],
};

const namesOfCore = new Set([
  'name',
  'address',
  ...Object.values(places).flatMap((paths) => paths.flatMap(([first = '']) => first)),
]);

/** How texts of traits are written, where a declared type needs to know. */
const style = { listSeparator: ',', dateOrder: 'ymd' } as const;

function at(traits: Readonly<Record<string, unknown>>, path: readonly string[]): unknown {
  let json: unknown = traits;
  for (const name of path) {
    if (typeof json !== 'object' || json === null || !Object.hasOwn(json, name)) return undefined;
    json = (json as Record<string, unknown>)[name];
  }
  return json;
}

/** Texts as they are, numbers as they are written; empty is none. */
function textOf(json: unknown): Verdict<string | null> {
  if (json === null) return ok(null);
  if (typeof json === 'number') return ok(String(json));
  if (typeof json !== 'string') return refuse('attribute.not_a_text', 'This is not a text.');
  return ok(json.trim() || null);
}

function readCore(field: CoreField, json: unknown, context: ReadingContext) {
  const text = textOf(json);
  if (!text.ok || text.value === null) return text;
  // Segment has a birthday as a day or as an instant, and languages as `en_GB` too.
  const written =
    field === 'birthDate'
      ? text.value.replace(/[T ].*$/, '')
      : field === 'language'
        ? text.value.replace('_', '-')
        : text.value;
  return parseCore(field, written, context);
}

function readAttribute(type: AttributeType, json: unknown): Verdict<AttributeValue | null> {
  if (json === null) return ok(null);
  const exact = parseAttributeJson(type, json);
  const plain = typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean';
  if (exact.ok || !plain) return exact;
  const text = String(json).trim();
  return text === '' ? ok(null) : parseAttributeCell(type, text, style);
}

const snake = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const escape = (name: string): string => name.replace(/~/g, '~0').replace(/\//g, '~1');

/** A place is as long as its column at most. */
const placeOf = (path: readonly string[]): string =>
  `/traits/${path.map(escape).join('/')}`.slice(0, 200);

/** A whole name, where its parts are not given: the first word, and the rest. */
function partsOf(name: unknown): Partial<Record<'firstName' | 'lastName', string>> {
  if (typeof name !== 'string') return {};
  const [first = '', ...rest] = name.trim().split(/\s+/);
  return { ...(first && { firstName: first }), ...(rest.length && { lastName: rest.join(' ') }) };
}

/**
 * Reads what an identify call says about a person: core fields where Segment has them, and attributes
 * that are declared, under their name or its camelCase. Other traits are passed over.
 */
export function readTraits(
  traits: Readonly<Record<string, unknown>>,
  declared: ReadonlyMap<string, Attribute>,
  context: ReadingContext,
): ReadTraits {
  const read: ReadTraits = { core: {}, attributes: new Map(), types: new Map(), faults: [] };
  const take = <T>(path: readonly string[], verdict: Verdict<T>): T | undefined => {
    if (verdict.ok) return verdict.value;
    read.faults.push({ place: placeOf(path), code: verdict.error.code });
    return undefined;
  };
  const setCore = (field: CoreField, path: readonly string[], json: unknown): void => {
    const value = take(path, readCore(field, json, context));
    if (value !== undefined) read.core[field] = value;
  };
  for (const [field, paths] of Object.entries(places) as [CoreField, string[][]][]) {
    const path = paths.find((one) => at(traits, one) !== undefined);
    if (path) setCore(field, path, at(traits, path));
  }
  for (const [field, part] of Object.entries(partsOf(traits.name)) as [CoreField, string][])
    if (!(field in read.core)) setCore(field, ['name'], part);
  for (const [name, json] of Object.entries(traits)) {
    const attribute = declared.get(name) ?? declared.get(snake(name));
    if (!attribute || namesOfCore.has(name)) continue;
    const value = take([name], readAttribute(attribute.type, json));
    if (value === undefined) continue;
    read.attributes.set(attribute.id, value);
    read.types.set(attribute.id, attribute.type);
  }
  return read;
}
