import type { Facts } from '../facts.js';
import type { Schema } from '../schema.js';
import { type Sql, and, sql } from '../sql.js';
import { type Axis, instantText } from '../time/axis.js';
import type { SinceWindow } from '../tree.js';
import { ANY_EVENT, named } from './event-name.js';
import type { Until } from './window.js';

/**
 * An event counts from when it happens until right before the mark happens again; if the mark had not
 * happened before it, it never does.
 */
export function untilNext({ event }: SinceWindow, facts: Facts, axis: Axis): Until {
  const { events, before } = facts.history(event);
  let last = -Infinity;
  const coming: number[] = [];
  for (const { lastAt } of before) last = Math.max(last, lastAt.getTime());
  for (const { at } of events) {
    const time = at.getTime();
    if (time > axis.now) coming.push(time);
    else if (time > last) last = time;
  }
  coming.sort((a, b) => a - b);
  return (at) => {
    const marked = last > -Infinity ? at > last : (coming[0] ?? Infinity) < at;
    return marked ? (coming.find((mark) => mark >= at) ?? Infinity) - 1 : -Infinity;
  };
}

/** The last time of the mark up to the present, of the contact of the event `event`; NULL: none. */
function lastMark(event: Sql, mark: string, schema: Schema, now: string): Sql {
  const marks = and([
    sql`m.contact_id = ${event}.contact_id`,
    ...named(sql`m`, mark, schema),
    sql`m.occurred_at <= ${now}`,
  ]);
  const single = sql`(SELECT MAX(m.occurred_at) FROM event m WHERE ${marks})`;
  if (mark === ANY_EVENT) return single;
  const kept = and([
    sql`t.contact_id = ${event}.contact_id`,
    ...named(sql`t`, mark, schema),
    sql`t.currency = ''`,
  ]);
  // One row of what is kept; single events only where the last is dated after the present.
  return sql`(SELECT CASE WHEN t.last_at <= ${now} THEN t.last_at ELSE ${single} END FROM contact_event t WHERE ${kept})`;
}

/** The condition on an event `event` in SQL; it is false as long as the mark has not happened. */
export function sinceSql(event: Sql, window: SinceWindow, schema: Schema, axis: Axis): Sql {
  const now = instantText(axis.now);
  const mark = lastMark(event, window.event, schema, now);
  return sql`${event}.occurred_at <= ${now} AND ${event}.occurred_at > ${mark}`;
}
