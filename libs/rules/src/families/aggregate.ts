import { aggregate as aggregated, isSummable } from '../behaviour/aggregate.js';
import { aggregates } from '../behaviour/aggregates.js';
import {
  checkWindow,
  needEvents,
  needMark,
  reachOf,
  readDeeds,
  sayEventKind,
  sayWindow,
} from '../behaviour/deeds.js';
import { narrowing } from '../behaviour/deeds-shape.js';
import { checkEventName } from '../behaviour/event-name.js';
import { pathOf, sayEventField } from '../behaviour/question.js';
import { allTurns, together } from '../behaviour/soonest.js';
import { summandOf } from '../behaviour/summand.js';
import { whoHaving } from '../behaviour/who.js';
import type { Family } from '../family.js';
import type { Operators } from '../fields/field-family.js';
import type { Operator } from '../fields/operator.js';
import { readComparison } from '../fields/read.js';
import { comparing } from '../fields/shape-of.js';
import { numberOperators } from '../number/operators.js';
import type { Reader } from '../reader.js';
import { literal, oneWord, text } from '../shape.js';
import { not, sql } from '../sql.js';
import { columnTarget } from '../target.js';
import type { AggregateCondition, AggregateOf, AggregateValues } from '../tree.js';

const { is, is_not, less_than, at_most, more_than, at_least, between } = numberOperators;
const operators: Operators<AggregateValues, number, null> = {
  is,
  is_not,
  less_than,
  at_most,
  more_than,
  at_least,
  between,
};
const operatorOf = (node: AggregateCondition): Operator<unknown, number, null> =>
  operators[node.operator];

function readField(reader: Reader): string | undefined {
  const field = reader.string();
  if (field === undefined || field === 'value' || pathOf(field) !== undefined) return field;
  return reader.fail('unknown_field', `Unknown field of an event: ${field}.`);
}

/** What a value of events comes to, within a window, compared with a number. */
export const aggregate: Family<AggregateCondition> = {
  shape: comparing(
    operators,
    {
      kind: literal('aggregate'),
      event: text,
      of: oneWord(Object.keys(aggregates)),
      field: text,
    },
    narrowing,
  ),
  read: (reader) => {
    reader.object(['kind', 'event', 'of', 'field', 'window', 'where', 'operator', 'value']);
    const of = reader.at('of').word(Object.keys(aggregates) as AggregateOf[]);
    const field = readField(reader.at('field'));
    const deeds = readDeeds(reader);
    const comparison = readComparison(reader, operators);
    if (!of || field === undefined || !deeds || !comparison) return undefined;
    return { kind: 'aggregate', ...deeds, of, field, ...comparison };
  },
  check: (node, context) => {
    checkEventName(node.event, context, '/event');
    checkWindow(node.window, context);
  },
  evaluate: (node, context) => {
    const operator = operatorOf(node);
    const holds = (found: number | null): boolean => operator.evaluate(found, node.value, null);
    const { found, changesAt } = aggregated(node, context, holds);
    return { verdict: holds(found), expected: node.value, found, changesAt };
  },
  toSql: (node, context) => {
    const aggregate = aggregates[node.of];
    const operator = operatorOf(node);
    const column = columnTarget(aggregate.toSql(summandOf(node.field).toSql(sql`e`)));
    const holds = operator.toSql(column, node.value, null);
    // Those without any event form no group: what holds of nothing is asked the other way round.
    return operator.evaluate(aggregate.nothing, node.value, null)
      ? not(whoHaving(node, context, not(holds)))
      : whoHaving(node, context, holds);
  },
  say: (node, { speaker }) => {
    const operator = operatorOf(node);
    const label = speaker.phrase(aggregates[node.of].label, {
      ...sayEventKind(node, speaker),
      window: sayWindow(node.window, speaker),
      field: sayEventField(node.field, speaker),
    });
    return speaker.phrase(operator.say, {
      field: label,
      value: operator.accepts.say(node.value, speaker),
    });
  },
  needs: (node, found) => {
    const summed = isSummable(node);
    needEvents(node, found, {
      last: summed ? 0 : reachOf(node.window),
      properties: pathOf(node.field) !== undefined,
      // The tallies of currencies tell how many values there were.
      currency: summed,
    });
    needMark(node.window, found);
  },
  soonest: (node, context) => together(allTurns(node, context)),
  cost: (node) => 3 + node.where.length,
};
