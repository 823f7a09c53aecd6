import type { CompileContext } from '../family.js';
import { type Sql, and, sql } from '../sql.js';
import type { Deeds, EventKind, Window } from '../tree.js';
import { named } from './event-name.js';
import { questionsOf } from './question.js';
import { sinceSql } from './since.js';
import { inWindow } from './window.js';

const whereSql = (table: Sql, { where }: EventKind, { present }: CompileContext): readonly Sql[] =>
  questionsOf(where).map((question) => question.toSql(table, present.instants));

/** What holds of the events of a kind; `table` is the alias of the table event. */
export const kindSql = (table: Sql, kind: EventKind, context: CompileContext): readonly Sql[] => [
  ...named(table, kind.event, context.schema),
  ...whereSql(table, kind, context),
];

/** What holds of the events within a window at present. */
export const windowSql = (table: Sql, window: Window, { schema, present }: CompileContext): Sql =>
  window.kind === 'since'
    ? sinceSql(table, window, schema, present.instants)
    : inWindow(sql`${table}.occurred_at`, window, present.instants);

/** The events that count at present. */
export const deedsSql = (table: Sql, deeds: Deeds, context: CompileContext): Sql =>
  and([
    ...named(table, deeds.event, context.schema),
    windowSql(table, deeds.window, context),
    ...whereSql(table, deeds, context),
  ]);
