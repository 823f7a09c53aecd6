import { countEvents } from '../behaviour/count.js';
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
import { allTurns, together } from '../behaviour/soonest.js';
import { isTallied } from '../behaviour/tally.js';
import { timesOperators } from '../behaviour/times.js';
import { whoDid } from '../behaviour/who.js';
import type { Family } from '../family.js';
import { MAX_TIMES } from '../limits.js';
import { readCount } from '../operands/numbers.js';
import { anyOf, literal, object, oneWord, text, whole } from '../shape.js';
import type { EventCondition, TimesOperator } from '../tree.js';
import type { Noun } from '../words/speaker.js';

const times: Noun = { en: { one: 'once', other: '# times' }, th: { other: '# ครั้ง' } };

/** How often a contact did something, within a window. */
export const event: Family<EventCondition> = {
  shape: anyOf(
    ...Object.entries(timesOperators).map(([operator, { least }]) =>
      object(
        {
          kind: literal('event'),
          event: text,
          operator: oneWord([operator]),
          times: whole(least, MAX_TIMES),
        },
        narrowing,
      ),
    ),
  ),
  read: (reader) => {
    reader.object(['kind', 'event', 'operator', 'times', 'window', 'where']);
    const operators = Object.keys(timesOperators) as TimesOperator[];
    const operator = reader.at('operator').word(operators, 'unknown_operator');
    const least = operator ? timesOperators[operator].least : 0;
    const number = readCount(reader.at('times'), least, MAX_TIMES);
    const deeds = readDeeds(reader);
    if (!operator || number === undefined || !deeds) return undefined;
    return { kind: 'event', ...deeds, operator, times: number };
  },
  check: (node, context) => {
    checkEventName(node.event, context, '/event');
    checkWindow(node.window, context);
  },
  evaluate: (node, context) => {
    const { count, changesAt } = countEvents(node, context);
    const verdict = timesOperators[node.operator].holds(count, node.times);
    return { verdict, expected: node.times, found: count, changesAt };
  },
  toSql: (node, context) => timesOperators[node.operator].toSql(whoDid(node, context), node.times),
  say: (node, { speaker }) => {
    const operator = timesOperators[node.operator];
    return speaker.phrase(node.times === 0 ? operator.sayNone : operator.say, {
      ...sayEventKind(node, speaker),
      window: sayWindow(node.window, speaker),
      times: speaker.count(node.times, times),
    });
  },
  needs: (node, found) => {
    needEvents(node, found, { last: isTallied(node) ? 0 : reachOf(node.window) });
    needMark(node.window, found);
  },
  soonest: (node, context) => {
    const { turning, whether } = timesOperators[node.operator];
    const options = { least: turning(node.times), whole: whether(node.times) };
    return together(allTurns(node, context, options));
  },
  cost: (node) => 2 + node.where.length,
};
