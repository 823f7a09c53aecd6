import { DAY, HOUR } from '#libs/kernel';
import type { Turn } from '../target.js';
import { MAX_TIME } from '../limits.js';
import { type Sql, and, sql } from '../sql.js';
import { type Axis, instantText } from '../time/axis.js';

/** How the presents at which a condition holds of a point lie around it, milliseconds. */
export interface Shift {
  /** From so much later than the point; earlier when negative. */
  readonly enters: number;
  /** No longer from so much later; absent: for ever. */
  readonly leaves?: number;
}

/** No zone ever was further ahead of UTC than 15 h 13 min; a day begins there that much earlier. */
export const MOST_AHEAD = 16 * HOUR;

/** An instant as a DATETIME(3) expression. */
export const constant = (instant: number): Sql => sql`CAST(${instantText(instant)} AS DATETIME(3))`;

/** So many milliseconds later than a DATE or DATETIME. */
export const later = (column: Sql, ms: number): Sql =>
  sql`CAST(${column} + INTERVAL ${ms * 1000} MICROSECOND AS DATETIME(3))`;

/** Calendar days change at midnight in the zone, which SQL does not know: a bound not before the next one. */
export const notBeforeMidnight = (at: Sql, axis: Axis): Sql =>
  sql`GREATEST(${at}, ${constant(axis.instant(axis.today + DAY))})`;

/** When a condition on a column enters or leaves the presents at which it holds. */
export function shifted(column: Sql, { enters, leaves }: Shift, axis: Axis): Turn {
  const calendar = axis.unit === DAY;
  const at = (ms: number): Sql => later(column, calendar ? ms - MOST_AHEAD : ms);
  const ahead = (ms: number): Sql => sql`${column} > ${axis.parameter(axis.now - ms)}`;
  const last = leaves ?? enters;
  const next =
    leaves === undefined
      ? at(enters)
      : sql`CASE WHEN ${ahead(enters)} THEN ${at(enters)} ELSE ${at(leaves)} END`;
  // Beyond the last DATETIME nothing happens, and adding would fail; what is to enter leaves later.
  const sane = sql`${column} <= ${axis.parameter(MAX_TIME - Math.max(enters, 0))}`;
  return {
    at: calendar ? notBeforeMidnight(next, axis) : next,
    where: and([ahead(last), sane]),
  };
}
