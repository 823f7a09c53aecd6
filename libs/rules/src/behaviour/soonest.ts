import { constant, later } from '../date/turning.js';
import type { CompileContext } from '../family.js';
import { type Sql, and, sql } from '../sql.js';
import { instantText, spanOf } from '../time/axis.js';
import type { Deeds, EventKind, Window } from '../tree.js';
import { isTimely } from './deeds.js';
import { deedsSql, windowSql } from './deeds-sql.js';
import { ANY_EVENT, named } from './event-name.js';
import { questionsOf } from './question.js';
import { summaryOf } from './summary.js';
import { windowKind } from './window.js';

const e = sql`e`;

/** Selects what all parts select; undefined when there is none. */
export const together = (parts: readonly (Sql | undefined)[]): Sql | undefined =>
  parts
    .filter((part) => part !== undefined)
    .reduce<Sql | undefined>(
      (all, part) => (all ? sql`${all} UNION ALL ${part}` : part),
      undefined,
    );

/** Events that are dated after the present: whatever they change, they change by arriving. */
export function coming(event: string, { schema, present }: CompileContext): Sql {
  const now = instantText(present.now);
  if (event === ANY_EVENT)
    // Too early, but there is no index on the time of all events.
    return sql`SELECT c.id AS contact_id, ${constant(present.now + 1)} AS at FROM contact c WHERE c.last_event_at > ${now}`;
  const where = and([...named(e, event, schema), sql`e.occurred_at > ${now}`]);
  return sql`SELECT e.contact_id AS contact_id, e.occurred_at AS at FROM event e WHERE ${where}`;
}

/** The instant at which an event that is within a window leaves it; undefined: never. */
function leavingAt(window: Window, occurred: Sql, { present }: CompileContext): Sql | undefined {
  if (window.kind === 'last') return later(occurred, spanOf(window.span) + 1);
  if (window.kind !== 'period') return undefined;
  const { to } = windowKind(window).range(window, present.instants);
  return to === undefined ? undefined : constant(to + 1);
}

/** When the last event leaves the window, by what is kept of each contact. */
function lastLeaving(deeds: Deeds, context: CompileContext): Sql | undefined {
  const summary = summaryOf(deeds, context.schema);
  const { window } = deeds;
  if (!summary || window.kind === 'since') return undefined;
  const { from, contact, last, only } = summary;
  const left = leavingAt(window, last, context);
  const { from: begins } = windowKind(window).range(window, context.present.instants);
  if (!left || begins === undefined) return undefined;
  const now = context.present.now;
  // With an event after the present, the last one before it is not known: too early is good enough.
  const at = sql`CASE WHEN ${last} <= ${instantText(now)} THEN ${left} ELSE ${constant(now + 1)} END`;
  const where = and([...only, sql`${last} >= ${instantText(begins)}`]);
  return sql`SELECT ${contact} AS contact_id, ${at} AS at FROM ${from} WHERE ${where}`;
}

/**
 * When the events within a window begin to leave it, for contacts with at least `least` of them: the
 * first, or if the verdict stands as long as one is left, the last.
 */
export function leaving(
  deeds: Deeds,
  context: CompileContext,
  { least = 1, whole = false }: { readonly least?: number; readonly whole?: boolean } = {},
): Sql | undefined {
  const summed = whole ? lastLeaving(deeds, context) : undefined;
  if (summed) return summed;
  // Where conditions come and go with time, it is not known yet which of them will hold.
  const timely = isTimely(deeds);
  const occurred = whole && !timely ? sql`MAX(e.occurred_at)` : sql`MIN(e.occurred_at)`;
  const at = leavingAt(deeds.window, occurred, context);
  if (!at) return undefined;
  const where = deedsSql(e, timely ? { ...deeds, where: [] } : deeds, context);
  const rows = sql`SELECT e.contact_id AS contact_id, ${at} AS at FROM event e WHERE ${where} GROUP BY e.contact_id`;
  return timely || least < 2 ? rows : sql`${rows} HAVING COUNT(*) >= ${least}`;
}

/** When conditions on the events themselves come or go. */
export function turning(
  kind: EventKind,
  window: Window,
  context: CompileContext,
): readonly (Sql | undefined)[] {
  const { schema, present } = context;
  const inside = window.kind === 'since' ? [] : [windowSql(e, window, context)];
  return questionsOf(kind.where).map((question) => {
    const turn = question.soonest(e, present.instants);
    if (!turn) return undefined;
    const where = and([...named(e, kind.event, schema), ...inside, turn.where]);
    return sql`SELECT e.contact_id AS contact_id, ${turn.at} AS at FROM event e WHERE ${where}`;
  });
}

/** All that time can do to what a contact did. */
export const allTurns = (
  deeds: Deeds,
  context: CompileContext,
  options?: { readonly least?: number; readonly whole?: boolean },
): readonly (Sql | undefined)[] => [
  coming(deeds.event, context),
  ...(deeds.window.kind === 'since' ? [coming(deeds.window.event, context)] : []),
  leaving(deeds, context, options),
  ...turning(deeds, deeds.window, context),
];
