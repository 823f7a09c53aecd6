import type { Json, JsonObject } from '#libs/kernel';
import type { Rule } from './tree.js';

function canonical(value: unknown): Json {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value as Json;
  const entries = Object.entries(value).filter(
    ([, inner]) => inner !== null && inner !== undefined,
  );
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, canonical(inner)]));
}

/** The rule as canonical JSON: sorted keys, nothing that is absent. parse gives the same rule back. */
export const print = (rule: Rule): JsonObject => canonical(rule) as JsonObject;
