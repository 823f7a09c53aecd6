import type { ErrorPlace } from '#libs/kernel';
import {
  parseAttributeJson,
  type Attribute,
  type AttributeType,
  type AttributeValue,
} from '../attributes/attribute.js';
import { parseTag, refuse, type Verdict } from '../values/index.js';
import { coreFields, type ContactPatch, type Core } from './contact.js';
import { parseCore, type ReadingContext } from './core-value.js';

/** Tags that one change may add or remove. */
const maxTags = 100;

/** A change as a program sends it: texts as people write them; null takes a value away. */
export type ContactInput = Partial<Core> & {
  attributes?: Readonly<Record<string, unknown>>;
  addTags?: readonly string[];
  removeTags?: readonly string[];
};

/** A change in canonical form, with the types of the attributes it touches. */
export interface ParsedContact {
  patch: ContactPatch;
  types: Map<number, AttributeType>;
}

/** Reads a change; every fault is gathered, each with the JSON Pointer of its place. */
export function parseContactInput(
  input: ContactInput,
  declared: ReadonlyMap<string, Attribute>,
  context: ReadingContext,
): { parsed: ParsedContact; faults: ErrorPlace[] } {
  const faults: ErrorPlace[] = [];
  const take = <T>(place: string, verdict: Verdict<T>): T | undefined => {
    if (verdict.ok) return verdict.value;
    faults.push({ place, ...verdict.error });
    return undefined;
  };
  const core: Partial<Core> = {};
  for (const field of coreFields) {
    const text = input[field];
    if (text === null) core[field] = null;
    else if (text !== undefined) core[field] = take(`/${field}`, parseCore(field, text, context));
  }
  const attributes = new Map<number, AttributeValue | null>();
  const types = new Map<number, AttributeType>();
  for (const [name, json] of Object.entries(input.attributes ?? {})) {
    const place = `/attributes/${name.replace(/~/g, '~0').replace(/\//g, '~1')}`;
    const attribute = declared.get(name);
    if (!attribute) {
      take(place, refuse('attribute.unknown', 'This attribute is not declared.'));
      continue;
    }
    const value = json === null ? null : take(place, parseAttributeJson(attribute.type, json));
    if (value === undefined) continue;
    attributes.set(attribute.id, value);
    types.set(attribute.id, attribute.type);
  }
  const tags = (key: 'addTags' | 'removeTags'): string[] => {
    const written = input[key] ?? [];
    if (written.length > maxTags)
      take(`/${key}`, refuse('tag.too_many', `At most ${maxTags} tags at once.`));
    return written
      .slice(0, maxTags)
      .map((tag, i) => take(`/${key}/${i}`, parseTag(tag)))
      .filter((tag) => tag !== undefined);
  };
  const patch = { core, attributes, addTags: tags('addTags'), removeTags: tags('removeTags') };
  return { parsed: { patch, types }, faults };
}
