import { among } from '../among.js';
import { constant } from '../date/turning.js';
import type { CompileContext } from '../family.js';
import type { Turn } from '../target.js';
import { type Sql, and, sql } from '../sql.js';
import { instantText } from '../time/axis.js';
import type { Deeds, OccurrenceCondition } from '../tree.js';
import { EVER, isTimely } from './deeds.js';
import { deedsSql } from './deeds-sql.js';
import { allTurns } from './soonest.js';
import { type Summary, summaryOf } from './summary.js';
import { whoHaving } from './who.js';

const timeOf = ({ which }: OccurrenceCondition): Sql =>
  which === 'first' ? sql`MIN(e.occurred_at)` : sql`MAX(e.occurred_at)`;

const deedsOf = ({ event, where }: OccurrenceCondition): Deeds => ({ event, where, window: EVER });

/** The column of a summary with the time in question, if it has one. */
const kept = (node: OccurrenceCondition, summary: Summary): Sql | undefined =>
  node.which === 'last' ? summary.last : summary.tally?.first;

/** The contacts `c` for whose first or last time the predicate holds. */
export function whoseTime(
  node: OccurrenceCondition,
  context: CompileContext,
  predicate: (time: Sql) => Sql,
): Sql {
  const deeds = deedsOf(node);
  const summary = summaryOf(node, context.schema);
  const time = summary && kept(node, summary);
  if (!summary || !time) return whoHaving(deeds, context, predicate(timeOf(node)));
  const { from, contact, only, tally } = summary;
  const now = instantText(context.present.now);
  // A first time after the present has not come; a last one may hide an earlier one.
  const exactly = sql`SELECT ${timeOf(node)} FROM event e WHERE e.contact_id = ${contact} AND ${deedsSql(sql`e`, deeds, context)}`;
  const hidden =
    node.which === 'first' ? [] : [sql`${time} > ${now} AND ${predicate(sql`(${exactly})`)}`];
  const either = [sql`${time} <= ${now} AND ${predicate(time)}`, ...hidden];
  const condition = and([...only, either.reduce((all, part) => sql`${all} OR ${part}`)]);
  if (!tally) return condition;
  return among({ from, contact, where: condition, single: true });
}

/** All that time can do to a first or last time; `turnOf` is what it does to the comparison. */
export function timeTurns(
  node: OccurrenceCondition,
  context: CompileContext,
  turnOf: (time: Sql) => Turn | undefined,
): readonly (Sql | undefined)[] {
  const deeds = deedsOf(node);
  const turns = allTurns(deeds, context);
  const turn = turnOf(sql`q.time`);
  if (!turn) return turns;
  if (isTimely(node)) {
    // Which event it will be is not known yet: any of them may be.
    const any = turnOf(sql`e.occurred_at`)!;
    const where = and([deedsSql(sql`e`, { ...deeds, where: [] }, context), any.where]);
    return [
      ...turns,
      sql`SELECT e.contact_id AS contact_id, ${any.at} AS at FROM event e WHERE ${where}`,
    ];
  }
  const summary = summaryOf(node, context.schema);
  const time = summary && kept(node, summary);
  if (summary && time) {
    const { from, contact, only } = summary;
    const now = instantText(context.present.now);
    const own = turnOf(time)!;
    // A last time after the present hides an earlier one: too early is good enough.
    const at = sql`CASE WHEN ${time} <= ${now} THEN ${own.at} ELSE ${constant(context.present.now + 1)} END`;
    const where = and([...only, sql`${time} > ${now} OR ${own.where}`]);
    return [
      ...turns,
      sql`SELECT ${contact} AS contact_id, ${at} AS at FROM ${from} WHERE ${where}`,
    ];
  }
  const times = sql`SELECT e.contact_id, ${timeOf(node)} AS time FROM event e WHERE ${deedsSql(sql`e`, deeds, context)} GROUP BY e.contact_id`;
  return [
    ...turns,
    sql`SELECT q.contact_id AS contact_id, ${turn.at} AS at FROM (${times}) q WHERE ${turn.where}`,
  ];
}
