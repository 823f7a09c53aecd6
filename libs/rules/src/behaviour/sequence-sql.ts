import { among } from '../among.js';
import type { CompileContext } from '../family.js';
import { type Sql, and, sql } from '../sql.js';
import { instantText, spanOf } from '../time/axis.js';
import type { SequenceCondition } from '../tree.js';
import { later } from '../date/turning.js';
import { EVER, isTimely } from './deeds.js';
import { deedsSql } from './deeds-sql.js';
import { sameness } from './event-fields.js';
import { pathOf } from './question.js';
import { allTurns } from './soonest.js';
import { windowKind } from './window.js';

const [e, f] = [sql`e`, sql`f`];

/** What both events must share, as SQL about one of them. */
const sharedOf = ({ by }: SequenceCondition): ((event: Sql) => Sql) | undefined => {
  const path = by === undefined ? undefined : pathOf(by);
  return path === undefined ? undefined : sameness(path).toSql;
};

/** The event `f` followed the event `e` in time; the property that both must share is `same` of `f`. */
function follows(node: SequenceCondition, same: Sql): Sql {
  const shared = sharedOf(node);
  const seconds = spanOf(node.within) / 1000;
  return and([
    sql`f.contact_id = e.contact_id`,
    sql`f.occurred_at > e.occurred_at AND f.occurred_at <= e.occurred_at + INTERVAL ${seconds} SECOND`,
    ...(shared ? [sql`${same} = ${shared(e)}`] : []),
  ]);
}

/** Everybody's events that may follow a first, made once: looking one up for each first takes longer. */
function everyThen(node: SequenceCondition, context: CompileContext): Sql {
  const { window } = node;
  const { from } =
    window.kind === 'since' ? {} : windowKind(window).range(window, context.present.instants);
  const where = and([
    deedsSql(f, { ...node.then, window: EVER }, context),
    ...(from === undefined ? [] : [sql`f.occurred_at > ${instantText(from)}`]),
  ]);
  const same = sharedOf(node)?.(f) ?? sql`NULL`;
  // The limit keeps the server from looking into the table for each first all the same.
  return sql`(SELECT f.contact_id, f.occurred_at, ${same} AS same FROM event f WHERE ${where} LIMIT 18446744073709551615) f`;
}

/** The contacts `c` with such a first. */
export function sequenceSql(node: SequenceCondition, context: CompileContext): Sql {
  const over = instantText(context.present.now - spanOf(node.within));
  const firsts = deedsSql(e, { ...node.first, window: node.window }, context);
  const inTime = follows(node, sharedOf(node)?.(f) ?? sql`NULL`);
  const then = and([inTime, deedsSql(f, { ...node.then, window: EVER }, context)]);
  // The latest first: a window mostly ends now, and it is the long histories that take time.
  const next = sql`(SELECT 1 FROM event f WHERE ${then} ORDER BY f.occurred_at DESC LIMIT 1)`;
  const joined = sql`${everyThen(node, context)} ON ${follows(node, sql`f.same`)}`;
  const rows = { from: sql`event e`, contact: sql`e.contact_id` };
  if (node.operator === 'followed') {
    const forAll = { from: sql`event e JOIN ${joined}`, where: firsts };
    return among({ ...rows, where: sql`${firsts} AND ${next} IS NOT NULL`, forAll });
  }
  const waited = sql`${firsts} AND e.occurred_at < ${over}`;
  const where = sql`${waited} AND f.contact_id IS NULL`;
  const forAll = { from: sql`event e LEFT JOIN ${joined}`, where };
  return among({ ...rows, where: sql`${waited} AND ${next} IS NULL`, forAll });
}

/** All that time can do to a sequence: to its first, to what follows, and that the time is over. */
export function sequenceTurns(
  node: SequenceCondition,
  context: CompileContext,
): readonly (Sql | undefined)[] {
  const { first, then, within, window, operator } = node;
  const { present } = context;
  const turns = [
    ...allTurns({ ...first, window }, context),
    ...allTurns({ ...then, window: EVER }, context),
  ];
  if (operator === 'followed') return turns;
  // Where conditions come and go, any first may be one when its time is over.
  const kind = isTimely(first) ? { ...first, where: [] } : first;
  const firsts = [
    deedsSql(e, { ...kind, window: window.kind === 'since' ? EVER : window }, context),
    sql`e.occurred_at >= ${instantText(present.now - spanOf(within))}`,
  ];
  const at = later(sql`e.occurred_at`, spanOf(within) + 1);
  return [
    ...turns,
    sql`SELECT e.contact_id AS contact_id, ${at} AS at FROM event e WHERE ${and(firsts)}`,
  ];
}
