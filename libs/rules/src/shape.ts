import type { Json, JsonObject } from '#libs/kernel';

/** What JSON must look like, in JSON Schema 2020-12. It says all that can be said without a schema of
 * fields and without comparing two values; reading says the rest. */
export type Shape = JsonObject;

export type Shapes = { readonly [property: string]: Shape };

/** An object with these properties and no others. */
export const object = (required: Shapes, optional: Shapes = {}): Shape => ({
  type: 'object',
  properties: { ...required, ...optional },
  required: Object.keys(required),
  additionalProperties: false,
});

export const literal = (value: Json): Shape => ({ const: value });

export const oneWord = (words: readonly string[]): Shape => ({ enum: [...words] });

export const text: Shape = { type: 'string' };

export const pattern = ({ source }: RegExp): Shape => ({ type: 'string', pattern: source });

export const whole = (minimum: number, maximum: number): Shape => ({
  type: 'integer',
  minimum,
  maximum,
});

export const within = (minimum: number, maximum: number): Shape => ({
  type: 'number',
  minimum,
  maximum,
});

/** A list of `least…most` items. */
export const listOf = (items: Shape, most: number, least = 1): Shape => ({
  type: 'array',
  items,
  minItems: least,
  maxItems: most,
});

export const anyOf = (...shapes: readonly Shape[]): Shape =>
  shapes.length === 1 && shapes[0] ? shapes[0] : { anyOf: [...shapes] };

/** Absent and null are the same. */
export const orNull = (shape: Shape): Shape => ({ anyOf: [shape, { type: 'null' }] });

/** A definition of the whole language; a condition of any kind is `condition`. */
export const ref = (name: string): Shape => ({ $ref: `#/$defs/${name}` });
