import type { Reader } from '../reader.js';
import type { Comparison, FieldCondition, FieldValues } from '../tree.js';
import type { Operand } from '../operands/operand.js';

type Accepting<Values> = {
  readonly [O in keyof Values]: { readonly accepts: Operand<Values[O]> };
};

/** Reads `operator` and `value`; the operator decides what the value must be. */
export function readComparison<Values>(
  reader: Reader,
  operators: Accepting<Values>,
): Comparison<Values> | undefined {
  const operator = reader.at('operator').word(Object.keys(operators), 'unknown_operator');
  if (operator === undefined) return undefined;
  const { accepts } = (operators as Accepting<{ [operator: string]: unknown }>)[operator]!;
  const value = accepts.read(reader.at('value'));
  // Operator and value come from the same row of the table.
  return value === undefined ? undefined : ({ operator, value } as Comparison<Values>);
}

/** Reads `{ kind, field, operator, value }`. */
export function readFieldCondition<K extends keyof FieldValues>(
  reader: Reader,
  kind: K,
  operators: Accepting<FieldValues[K]>,
): FieldCondition<K> | undefined {
  reader.object(['kind', 'field', 'operator', 'value']);
  const field = reader.at('field').string();
  const comparison = readComparison(reader, operators);
  if (field === undefined || !comparison) return undefined;
  return { kind, field, ...comparison };
}
