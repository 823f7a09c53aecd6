import { DomainError } from '#libs/kernel';
import type { EventFact } from '../facts.js';
import { numberOperators } from '../number/operators.js';
import { readFieldCondition } from '../fields/read.js';
import type { Operator } from '../fields/operator.js';
import type { Reader } from '../reader.js';
import type { Words } from '../schema.js';
import { type Sql, sql } from '../sql.js';
import type { Target } from '../target.js';
import type { FieldCondition } from '../tree.js';
import type { Speaker } from '../words/speaker.js';

type NumberCondition = FieldCondition<'number'>;

/** What can be asked of an event `e`. */
interface EventField {
  readonly label: Words;
  /** As a double, since that is what memory compares. */
  readonly column: Sql;
  found(event: EventFact): number | null;
}

const eventFields: { readonly [name: string]: EventField } = {
  value: {
    label: { en: 'value', th: 'มูลค่า' },
    column: sql`(e.value + 0e0)`,
    found: ({ value }) => value,
  },
};

function fieldOf(name: string): EventField {
  const field = eventFields[name];
  if (field) return field;
  throw new DomainError('rule.unknown_field', 'invalid', `Unknown field of an event: ${name}.`);
}

const operatorOf = ({ operator }: NumberCondition): Operator<unknown, number, null> =>
  numberOperators[operator];

/** Reads a condition on an event. */
export function readEventCondition(reader: Reader): NumberCondition | undefined {
  if (reader.at('kind').word(['number'], 'unknown_kind') === undefined) return undefined;
  const condition = readFieldCondition(reader, 'number', numberOperators);
  if (!condition || Object.hasOwn(eventFields, condition.field)) return condition;
  return reader.at('field').fail('unknown_field', `Unknown field of an event: ${condition.field}.`);
}

export const eventHolds = (event: EventFact, node: NumberCondition): boolean =>
  operatorOf(node).evaluate(fieldOf(node.field).found(event), node.value, null);

/** True of the events `e` for which it holds; NULL counts as false. */
export function eventSql(node: NumberCondition): Sql {
  const { column } = fieldOf(node.field);
  const target: Target = { where: (predicate) => predicate(column), group: () => column };
  return operatorOf(node).toSql(target, node.value, null);
}

/** "whose value is at least 500" */
export function sayEvent(node: NumberCondition, speaker: Speaker): string {
  const operator = operatorOf(node);
  const label = fieldOf(node.field).label[speaker.language];
  const value = operator.accepts.say(node.value, speaker);
  return speaker.phrase(operator.say, { field: label, value });
}
