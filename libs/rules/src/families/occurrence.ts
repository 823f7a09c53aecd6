import { needEvents, readEventKind, sayEventKind } from '../behaviour/deeds.js';
import { whereShape } from '../behaviour/deeds-shape.js';
import { checkEventName } from '../behaviour/event-name.js';
import { occurrence as occurred } from '../behaviour/occurrence.js';
import { timeTurns, whoseTime } from '../behaviour/occurrence-sql.js';
import { together } from '../behaviour/soonest.js';
import { talliedBy } from '../behaviour/tally.js';
import { after } from '../date/after.js';
import { before } from '../date/before.js';
import { between } from '../date/between.js';
import { inPeriod } from '../date/in-period.js';
import { moreThanAgo } from '../date/more-than-ago.js';
import { on } from '../date/on.js';
import { withinLast } from '../date/within-last.js';
import type { Family } from '../family.js';
import type { Operators } from '../fields/field-family.js';
import type { Operator } from '../fields/operator.js';
import { readComparison } from '../fields/read.js';
import { comparing } from '../fields/shape-of.js';
import type { Words } from '../schema.js';
import { literal, oneWord, text } from '../shape.js';
import { columnTarget } from '../target.js';
import type { Axis } from '../time/axis.js';
import type { OccurrenceCondition, OccurrenceValues } from '../tree.js';

const operators: Operators<OccurrenceValues, number, Axis> = {
  before,
  after,
  on,
  between,
  within_last: withinLast,
  more_than_ago: moreThanAgo,
  in_period: inPeriod,
};
const operatorOf = (node: OccurrenceCondition): Operator<unknown, number, Axis> =>
  operators[node.operator];

const labels: { readonly [W in OccurrenceCondition['which']]: Words } = {
  first: { en: 'first {event}{where}', th: 'ครั้งแรกของ {event}{where} ' },
  last: { en: 'last {event}{where}', th: 'ครั้งล่าสุดของ {event}{where} ' },
};

/** When a contact did something for the first or the last time. */
export const occurrence: Family<OccurrenceCondition> = {
  shape: comparing(
    operators,
    { kind: literal('occurrence'), event: text, which: oneWord(['first', 'last']) },
    { where: whereShape },
  ),
  read: (reader) => {
    reader.object(['kind', 'event', 'which', 'where', 'operator', 'value']);
    const which = reader.at('which').word(['first', 'last']);
    const kind = readEventKind(reader);
    const comparison = readComparison(reader, operators);
    return which && kind && comparison && { kind: 'occurrence', ...kind, which, ...comparison };
  },
  check: (node, context) => checkEventName(node.event, context, '/event'),
  evaluate: (node, context) => {
    const { found, verdict, changesAt } = occurred(node, context, operatorOf(node));
    const shown = found === null ? null : new Date(found).toISOString();
    return { verdict, expected: node.value, found: shown, changesAt };
  },
  toSql: (node, context) =>
    whoseTime(node, context, (time) =>
      operatorOf(node).toSql(columnTarget(time), node.value, context.present.instants),
    ),
  say: (node, { speaker }) => {
    const operator = operatorOf(node);
    return speaker.phrase(operator.say, {
      field: speaker.phrase(labels[node.which], sayEventKind(node, speaker)),
      value: operator.accepts.say(node.value, speaker),
    });
  },
  needs: (node, found) =>
    needEvents(node, found, { last: talliedBy(node) === undefined ? Infinity : 0 }),
  soonest: (node, context) =>
    together(
      timeTurns(node, context, (time) =>
        operatorOf(node).soonest?.(time, node.value, context.present.instants),
      ),
    ),
  cost: (node) => 2 + node.where.length,
};
