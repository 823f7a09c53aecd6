import { DomainError } from '#libs/kernel';
import { countEvents } from '../behaviour/count.js';
import { eventSql, readEventCondition, sayEvent } from '../behaviour/event-fields.js';
import { timesOperators } from '../behaviour/times.js';
import { inWindow, readWindow, windowKind } from '../behaviour/window.js';
import { anyWindow } from '../behaviour/window-shape.js';
import type { Family } from '../family.js';
import { MAX_TIMES } from '../limits.js';
import { readCount } from '../operands/numbers.js';
import { type Reader, whole } from '../reader.js';
import type { Words } from '../schema.js';
import {
  anyOf,
  listOf,
  literal,
  object,
  oneWord,
  ref,
  text,
  whole as wholeNumber,
} from '../shape.js';
import { type Sql, and, sql, total } from '../sql.js';
import type { EventCondition, TimesOperator } from '../tree.js';
import type { Noun } from '../words/speaker.js';

const times: Noun = { en: { one: 'once', other: '# times' }, th: { other: '# ครั้ง' } };
const only: Words = { en: ' (only those {clauses})', th: ' (เฉพาะรายการที่{clauses})' };
const MOST_CONDITIONS = 10;

const readWhere = (reader: Reader) => {
  const none = reader.missing || (Array.isArray(reader.json) && reader.json.length === 0);
  if (none) return [];
  const items = reader.items(MOST_CONDITIONS);
  return items && whole(items.map(readEventCondition));
};

/** How often a contact did something, within a window. */
export const event: Family<EventCondition> = {
  shape: anyOf(
    ...Object.entries(timesOperators).map(([operator, { least }]) =>
      object(
        {
          kind: literal('event'),
          event: text,
          operator: oneWord([operator]),
          times: wholeNumber(least, MAX_TIMES),
        },
        { window: anyWindow, where: listOf(ref('number'), MOST_CONDITIONS, 0) },
      ),
    ),
  ),
  read: (reader) => {
    reader.object(['kind', 'event', 'operator', 'times', 'window', 'where']);
    const name = reader.at('event').string();
    const operators = Object.keys(timesOperators) as TimesOperator[];
    const operator = reader.at('operator').word(operators, 'unknown_operator');
    const least = operator ? timesOperators[operator].least : 0;
    const number = readCount(reader.at('times'), least, MAX_TIMES);
    const window = readWindow(reader.at('window'));
    const where = readWhere(reader.at('where'));
    if (name === undefined || !operator || number === undefined || !window || !where) {
      return undefined;
    }
    return { kind: 'event', event: name, operator, times: number, window, where };
  },
  check: (node, { schema, fail }) => {
    if (schema.event(node.event) === undefined) {
      fail('/event', 'unknown_event', `Unknown event: ${node.event}.`);
    }
  },
  evaluate: (node, { facts, present }) => {
    const { count, changesAt } = countEvents(
      node,
      facts.history(node.event).events,
      present.instants,
    );
    const verdict = timesOperators[node.operator].holds(count, node.times);
    return { verdict, expected: node.times, found: count, changesAt };
  },
  toSql: (node, { schema, present }) => {
    const id = schema.event(node.event);
    if (id === undefined) {
      throw new DomainError('rule.unknown_event', 'invalid', `Unknown event: ${node.event}.`);
    }
    const conditions = [
      sql`e.name_id = ${id}`,
      inWindow(sql`e.occurred_at`, node.window, present.instants),
      ...node.where.map(eventSql),
    ];
    const rows = sql`SELECT e.contact_id FROM event e WHERE ${and(conditions)}`;
    const who = (having?: Sql): Sql =>
      total(
        having
          ? sql`c.id IN (${rows} GROUP BY e.contact_id HAVING ${having})`
          : sql`c.id IN (${rows})`,
      );
    return timesOperators[node.operator].toSql(who, node.times);
  },
  say: (node, { speaker }) => {
    const operator = timesOperators[node.operator];
    const clauses = node.where.map((condition) => sayEvent(condition, speaker));
    return speaker.phrase(node.times === 0 ? operator.sayNone : operator.say, {
      event: speaker.quote(node.event),
      times: speaker.count(node.times, times),
      window: windowKind(node.window).say(node.window, speaker),
      where: clauses.length ? speaker.phrase(only, { clauses: speaker.list(clauses, 'and') }) : '',
    });
  },
  needs: (node, found) => found.event(node.event, { last: Infinity, properties: false }),
  cost: (node) => 2 + node.where.length,
};
