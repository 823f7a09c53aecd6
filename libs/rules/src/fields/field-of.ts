import { DomainError } from '#libs/kernel';
import type { Field, Schema } from '../schema.js';

/** The field of a checked rule; throws `rule.unknown_field` if it has gone since. */
export function fieldOf(schema: Schema, name: string): Field {
  const field = schema.field(name);
  if (field) return field;
  throw new DomainError('rule.unknown_field', 'invalid', `Unknown field: ${name}.`);
}
