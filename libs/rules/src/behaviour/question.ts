import type { EventFact } from '../facts.js';
import { date } from '../families/date.js';
import { list } from '../families/list.js';
import { number } from '../families/number.js';
import { text } from '../families/text.js';
import { yesNo } from '../families/yes-no.js';
import type { Operator } from '../fields/operator.js';
import type { Turn } from '../target.js';
import { forms } from '../forms.js';
import type { Words } from '../schema.js';
import type { Sql } from '../sql.js';
import type { Axis } from '../time/axis.js';
import type { FieldCondition } from '../tree.js';
import type { Speaker } from '../words/speaker.js';
import { type EventField, currency, properties, propertyPath, value } from './event-fields.js';

/** A condition on an event, ready to be asked of many. */
export interface Question {
  /** Whether the answer may depend on the present. */
  readonly timely: boolean;
  readonly properties: boolean;
  readonly currency: boolean;
  holds(event: EventFact, axis: Axis): boolean;
  /** First instant after the present at which time alone changes the answer, or Infinity. */
  changesAt(event: EventFact, axis: Axis): number;
  /** True of the events for which it holds; NULL counts as false. */
  toSql(event: Sql, axis: Axis): Sql;
  soonest(event: Sql, axis: Axis): Turn | undefined;
  /** "whose value is at least 500" */
  say(speaker: Speaker): string;
}

const labels: { readonly [field: string]: Words } = {
  value: { en: 'value', th: 'มูลค่า' },
  currency: { en: 'currency', th: 'สกุลเงิน' },
};

/** The path of a property; undefined when the field is none. */
export const pathOf = (field: string): string | undefined => propertyPath.exec(field)?.[1];

/** `value`, or `“cart.total”`. */
export const sayEventField = (field: string, speaker: Speaker): string =>
  labels[field]?.[speaker.language] ?? speaker.quote(pathOf(field) ?? field);

function ask<Found, At>(
  node: FieldCondition,
  operator: Operator<unknown, Found, At>,
  field: EventField<Found>,
  at: (axis: Axis) => At,
): Question {
  const wanted: unknown = node.value;
  return {
    timely: node.kind === 'date',
    properties: pathOf(node.field) !== undefined,
    currency: node.field === 'currency',
    holds: (event, axis) => operator.evaluate(field.found(event), wanted, at(axis)),
    changesAt: (event, axis) => operator.changesAt(field.found(event), wanted, at(axis)),
    toSql: (event, axis) => operator.toSql(field.target(event), wanted, at(axis)),
    soonest: (event, axis) => {
      let turn: Turn | undefined;
      if (node.kind === 'date')
        field.target(event).where((column) => {
          turn = operator.soonest?.(column, wanted, at(axis));
          return column;
        });
      return turn;
    },
    say: (speaker) =>
      speaker.phrase(operator.say, {
        field: sayEventField(node.field, speaker),
        value: operator.accepts.say(wanted, speaker),
      }),
  };
}

function make(node: FieldCondition): Question {
  const path = pathOf(node.field) ?? '';
  const { folded, upper } = forms;
  if (node.kind === 'number') {
    const field = node.field === 'value' ? value : properties.number(path);
    return ask(node, number.operatorOf(node), field, () => null);
  }
  if (node.kind === 'text') {
    const [field, form] =
      node.field === 'currency' ? [currency, upper] : [properties.text(path), folded];
    return ask(node, text.operatorOf(node), field, () => form);
  }
  if (node.kind === 'yes_no')
    return ask(node, yesNo.operatorOf(node), properties.yes_no(path), () => null);
  if (node.kind === 'list')
    return ask(node, list.operatorOf(node), properties.list(path), () => folded);
  return ask(node, date.operatorOf(node), properties.date(path), (axis) => axis);
}

const asked = new WeakMap<readonly FieldCondition[], readonly Question[]>();

/** The questions that conditions of a parsed rule are; made once, since they are frozen. */
export function questionsOf(where: readonly FieldCondition[]): readonly Question[] {
  let questions = asked.get(where);
  if (!questions) {
    questions = where.map(make);
    asked.set(where, questions);
  }
  return questions;
}
