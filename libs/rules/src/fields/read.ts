import type { Reader } from '../reader.js';
import type { FieldCondition, FieldValues } from '../tree.js';
import type { Operand } from '../operands/operand.js';

type Accepting = { readonly [operator: string]: { readonly accepts: Operand<unknown> } };

/** Reads `{ kind, field, operator, value }`; the operator decides what the value must be. */
export function readFieldCondition<K extends keyof FieldValues>(
  reader: Reader,
  kind: K,
  operators: {
    readonly [O in keyof FieldValues[K]]: { readonly accepts: Operand<FieldValues[K][O]> };
  },
): FieldCondition<K> | undefined {
  reader.object(['kind', 'field', 'operator', 'value']);
  const field = reader.at('field').string();
  const operator = reader.at('operator').word(Object.keys(operators), 'unknown_operator');
  if (operator === undefined) return undefined;
  const value = (operators as Accepting)[operator]?.accepts.read(reader.at('value'));
  if (field === undefined || value === undefined) return undefined;
  // Operator and value come from the same row of the table.
  return { kind, field, operator, value } as unknown as FieldCondition<K>;
}
