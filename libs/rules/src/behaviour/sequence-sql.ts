import type { CompileContext } from '../family.js';
import { type Sql, and, sql, total } from '../sql.js';
import { instantText, spanOf } from '../time/axis.js';
import type { SequenceCondition } from '../tree.js';
import { later } from '../date/turning.js';
import { EVER, isTimely } from './deeds.js';
import { deedsSql } from './deeds-sql.js';
import { sameness } from './event-fields.js';
import { pathOf } from './question.js';
import { allTurns } from './soonest.js';

const [e, f] = [sql`e`, sql`f`];

/** Some event `f` followed the event `e` in time, and shares what it must. */
function follower(node: SequenceCondition, context: CompileContext): Sql {
  const path = node.by === undefined ? undefined : pathOf(node.by);
  const seconds = spanOf(node.within) / 1000;
  const same =
    path === undefined ? [] : [sql`${sameness(path).toSql(f)} = ${sameness(path).toSql(e)}`];
  const where = and([
    sql`f.contact_id = e.contact_id`,
    sql`f.occurred_at > e.occurred_at AND f.occurred_at <= e.occurred_at + INTERVAL ${seconds} SECOND`,
    deedsSql(f, { ...node.then, window: EVER }, context),
    ...same,
  ]);
  return total(sql`EXISTS (SELECT 1 FROM event f WHERE ${where})`);
}

/** The contacts `c` with such a first. */
export function sequenceSql(node: SequenceCondition, context: CompileContext): Sql {
  const firsts = deedsSql(e, { ...node.first, window: node.window }, context);
  const followed = follower(node, context);
  const over = instantText(context.present.now - spanOf(node.within));
  const second =
    node.operator === 'followed' ? followed : sql`e.occurred_at < ${over} AND NOT ${followed}`;
  return total(sql`c.id IN (SELECT e.contact_id FROM event e WHERE ${firsts} AND ${second})`);
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
