import type { VariableSchema, VariableSpec } from './content.js';
import { limits } from './content.js';

/** The variables that a template reads, by path. */
export type UsedVariables = Map<
  string,
  { readonly parts: readonly string[]; readonly spec: VariableSpec }
>;

/** What a message is rendered with: `contact`, `organisation`, `campaign` and the template's own. */
export type RenderData = { readonly [name: string]: unknown };

type Bare = Record<string, unknown>;

/**
 * Copies what the template reads, and nothing else, into objects without a prototype: own fields
 * only, plain values only. Nothing a template could reach has behaviour.
 */
export function pickData(data: RenderData, used: UsedVariables): RenderData {
  const root = bare();
  for (const { parts, spec } of used.values()) place(root, parts, read(data, parts), spec);
  return root;
}

const bare = (): Bare => Object.create(null) as Bare;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function read(from: unknown, parts: readonly string[]): unknown {
  let value = from;
  for (const part of parts) {
    if (!isObject(value) || !Object.hasOwn(value, part)) return undefined;
    value = value[part];
  }
  return value;
}

function place(root: Bare, parts: readonly string[], value: unknown, spec: VariableSpec): void {
  const copy = copyOf(value, spec);
  if (copy === undefined) return;
  let at = root;
  for (const part of parts.slice(0, -1)) at = (at[part] ??= bare()) as Bare;
  at[parts.at(-1) ?? ''] = copy;
}

function copyOf(value: unknown, spec: VariableSpec): unknown {
  if (spec.type !== 'list') return plain(value);
  if (!Array.isArray(value)) return undefined;
  const { item } = spec;
  const items: unknown[] = value.slice(0, limits.iterations);
  return items.map((one) => (item ? copyItem(one, item) : plain(one)));
}

function copyItem(value: unknown, fields: VariableSchema): Bare {
  const copy = bare();
  for (const [path, spec] of Object.entries(fields)) {
    const parts = path.split('.');
    place(copy, parts, read(value, parts), spec);
  }
  return copy;
}

function plain(value: unknown): unknown {
  if (value instanceof Date) return value;
  if (typeof value === 'bigint') return value.toString();
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : undefined;
}
