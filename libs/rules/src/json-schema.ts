import type { JsonObject } from '#libs/kernel';
import { families, kinds } from './families.js';
import { MAX_COST, MAX_DEPTH } from './limits.js';
import type { FieldKind } from './schema.js';
import { type Shape, anyOf, literal, object, ref } from './shape.js';
import type { Kind } from './tree.js';

/**
 * The language in JSON Schema 2020-12, put together from what every kind says of itself. Whatever parse
 * accepts is valid; parse refuses more: unknown names, depth and cost, days that do not exist, ranges
 * the wrong way round.
 */
export const jsonSchema = (): JsonObject => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A rule',
  description: `Conditions nest at most ${MAX_DEPTH} deep and cost at most ${MAX_COST} together.`,
  ...object({ version: literal(1), where: ref('condition') }),
  $defs: {
    condition: anyOf(...kinds.map(ref)),
    ...Object.fromEntries(kinds.map((kind) => [kind, families[kind].shape])),
  },
});

/** What can be said with one kind of condition. */
export interface KindInfo {
  readonly kind: Kind;
  /** The kinds of fields that it looks at. */
  readonly fields: readonly FieldKind[];
  readonly operators: readonly string[];
}

const isShape = (value: unknown): value is Shape =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The operators that a shape names. */
function operatorsIn({ anyOf: choices, properties }: Shape): string[] {
  if (Array.isArray(choices)) return choices.filter(isShape).flatMap(operatorsIn);
  const operator = isShape(properties) ? properties.operator : undefined;
  const names: unknown = isShape(operator) ? operator.enum : undefined;
  return Array.isArray(names) ? names.map(String) : [];
}

/** Every kind with its operators, in the order of the language. */
export const kindInfos = (): KindInfo[] =>
  kinds.map((kind) => {
    const { fields = [], shape } = families[kind];
    return { kind, fields, operators: [...new Set(operatorsIn(shape))] };
  });
