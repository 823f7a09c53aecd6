import {
  checkWindow,
  needEvents,
  needMark,
  reachOf,
  readEventKind,
  sayEventKind,
  sayWindow,
} from '../behaviour/deeds.js';
import { stepShape } from '../behaviour/deeds-shape.js';
import { checkEventName } from '../behaviour/event-name.js';
import { pathOf, sayEventField } from '../behaviour/question.js';
import { sequence as follow } from '../behaviour/sequence.js';
import { sequenceSql, sequenceTurns } from '../behaviour/sequence-sql.js';
import { together } from '../behaviour/soonest.js';
import { readWindow } from '../behaviour/window.js';
import { anyWindow } from '../behaviour/window-shape.js';
import type { Family } from '../family.js';
import { readSpan, saySpan, spanShape } from '../operands/spans.js';
import type { Reader } from '../reader.js';
import type { Words } from '../schema.js';
import { literal, object, oneWord, text } from '../shape.js';
import type { EventKind, SequenceCondition } from '../tree.js';

const words: { readonly [O in SequenceCondition['operator']]: Words } = {
  followed: {
    en: 'who did {event}{where}{window} and then {then} within {span}{by}',
    th: 'ทำ {event}{where}{window} แล้วทำ {then} ภายใน {span}{by}',
  },
  not_followed: {
    en: 'who did {event}{where}{window} and then not {then} within {span}{by}',
    th: 'ทำ {event}{where}{window} แล้วไม่ได้ทำ {then} ภายใน {span}{by}',
  },
};
const shared: Words = { en: ' with the same {field}', th: 'โดยมี{field}เดียวกัน' };

function readStep(reader: Reader): EventKind | undefined {
  return reader.object(['event', 'where']) ? readEventKind(reader) : undefined;
}

/** A property's name, or nothing. */
function readBy(reader: Reader): { readonly by?: string } | undefined {
  if (reader.missing) return {};
  const field = reader.string();
  if (field === undefined || pathOf(field) !== undefined)
    return field === undefined ? field : { by: field };
  return reader.fail('unknown_field', `A property is expected here, such as properties.order.`);
}

/** Something that was followed, or not followed, by something else in time. */
export const sequence: Family<SequenceCondition> = {
  shape: object(
    {
      kind: literal('sequence'),
      first: stepShape,
      then: stepShape,
      operator: oneWord(['followed', 'not_followed']),
      within: spanShape,
    },
    { window: anyWindow, by: text },
  ),
  read: (reader) => {
    reader.object(['kind', 'first', 'then', 'operator', 'within', 'window', 'by']);
    const [first, then] = [readStep(reader.at('first')), readStep(reader.at('then'))];
    const operator = reader.at('operator').word(['followed', 'not_followed'], 'unknown_operator');
    const within = readSpan(reader.at('within'));
    const window = readWindow(reader.at('window'));
    const by = readBy(reader.at('by'));
    if (!first || !then || !operator || !within || !window || !by) return undefined;
    return { kind: 'sequence', first, then, operator, within, window, ...by };
  },
  check: (node, context) => {
    checkEventName(node.first.event, context, '/first/event');
    checkEventName(node.then.event, context, '/then/event');
    checkWindow(node.window, context);
  },
  evaluate: (node, context) => {
    const { found, verdict, changesAt } = follow(node, context);
    const shown = found === null ? null : new Date(found).toISOString();
    return { verdict, expected: node.operator, found: shown, changesAt };
  },
  toSql: sequenceSql,
  say: ({ first, then, operator, within, window, by }, { speaker }) => {
    const second = sayEventKind(then, speaker);
    return speaker.phrase(words[operator], {
      ...sayEventKind(first, speaker),
      window: sayWindow(window, speaker),
      then: second.event + second.where,
      span: saySpan(within, speaker),
      by: by === undefined ? '' : speaker.phrase(shared, { field: sayEventField(by, speaker) }),
    });
  },
  // What follows a first is younger than it.
  needs: ({ first, then, window, by }, found) => {
    const needed = { last: reachOf(window), properties: by !== undefined };
    needEvents(first, found, needed);
    needEvents(then, found, needed);
    needMark(window, found);
  },
  soonest: (node, context) => together(sequenceTurns(node, context)),
  cost: ({ first, then }) => 4 + first.where.length + then.where.length,
};
