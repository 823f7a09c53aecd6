import type { FactValue } from '../facts.js';
import type { Family, Present } from '../family.js';
import type { Field, FieldKind } from '../schema.js';
import { listing, targetOf } from '../target.js';
import type { FieldCondition, FieldValues } from '../tree.js';
import { printable } from './printable.js';
import { shapeOf } from './shape-of.js';
import { readFieldCondition } from './read.js';
import type { Operator } from './operator.js';
import { fieldOf } from './field-of.js';

/** Every operator of a kind: a missing one does not compile. */
export type Operators<Values, Found, At> = {
  readonly [O in keyof Values]: Operator<Values[O], Found, At>;
};

export interface FieldKindOf<K extends keyof FieldValues, Found, At> {
  readonly kind: K;
  /** Kinds of fields it can look at. */
  readonly fields: readonly FieldKind[];
  readonly operators: Operators<FieldValues[K], Found, At>;
  /** The comparable form of a fact; null when nothing is known. */
  found(fact: FactValue, at: At, field: Field): Found | null;
  at(field: Field, present: Present): At;
}

/** A family that can be asked about other things than fields of contacts, too. */
export interface FieldFamily<K extends keyof FieldValues, Found, At> extends Family<
  FieldCondition<K>
> {
  operatorOf(node: FieldCondition<K>): Operator<unknown, Found, At>;
}

/** Makes the family of a kind of field out of its operators. */
export function fieldFamily<K extends keyof FieldValues, Found, At>(
  kind: FieldKindOf<K, Found, At>,
): FieldFamily<K, Found, At> {
  // The one place where an operator and its value part company for the type checker; reading has
  // made sure that they belong together.
  const operators = kind.operators as { readonly [operator: string]: Operator<unknown, Found, At> };
  const operatorOf = (node: { readonly operator: unknown }): Operator<unknown, Found, At> =>
    operators[String(node.operator)] as Operator<unknown, Found, At>;

  return {
    operatorOf,
    shape: shapeOf(kind.kind, operators),
    fields: kind.fields,
    read: (reader) => readFieldCondition(reader, kind.kind, kind.operators),
    check: (node, context) => {
      const field = context.schema.field(node.field);
      if (!field) return context.fail('/field', 'unknown_field', `Unknown field: ${node.field}.`);
      if (!kind.fields.includes(field.kind)) {
        const message = `${field.name} is of kind ${field.kind}, not ${kind.kind}.`;
        return context.fail('/kind', 'wrong_kind', message);
      }
      const unfit = operatorOf(node).accepts.unfit?.(node.value, field);
      if (unfit !== undefined) context.fail('/value', 'bad_value', unfit);
    },
    evaluate: (node, { schema, facts, present }) => {
      const field = fieldOf(schema, node.field);
      const operator = operatorOf(node);
      const fact = facts.value(field.name) ?? field.absent ?? null;
      const at = kind.at(field, present);
      const found = fact === null ? null : kind.found(fact, at, field);
      return {
        verdict: operator.evaluate(found, node.value, at),
        expected: node.value,
        found: printable(fact),
        changesAt: operator.changesAt(found, node.value, at),
      };
    },
    toSql: (node, { schema, present }) => {
      const field = fieldOf(schema, node.field);
      const operator = operatorOf(node);
      const at = kind.at(field, present);
      if (field.absent === undefined) return operator.toSql(targetOf(field), node.value, at);
      const holds = (found: Found | null): boolean => operator.evaluate(found, node.value, at);
      // A complement asks its twin, which is false of nothing known where it is true itself.
      const twinHolds = holds(kind.found(field.absent, at, field)) !== holds(null);
      return operator.toSql(targetOf(field, twinHolds), node.value, at);
    },
    say: (node, { schema, speaker }) => {
      const operator = operatorOf(node);
      return speaker.phrase(operator.say, {
        field: fieldOf(schema, node.field).label[speaker.language],
        value: operator.accepts.say(node.value, speaker),
      });
    },
    needs: (node, found) => void found.fields.add(node.field),
    soonest: (node, { schema, present }) => {
      const field = fieldOf(schema, node.field);
      const at = kind.at(field, present);
      return listing(field, (column) => operatorOf(node).soonest?.(column, node.value, at));
    },
    cost: (node) => operatorOf(node).cost?.(node.value) ?? 1,
  };
}
