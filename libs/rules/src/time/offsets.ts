import { type Day, DAY, instantText, offsetAt } from '#libs/kernel';
import { MAX_TIME } from '../limits.js';
import { type Sql, sql } from '../sql.js';

/** From an instant (ms) on, the zone's wall clock is so many ms ahead of UTC. */
export interface Offset {
  readonly from: number;
  readonly offset: number;
}

const FIRST = Date.UTC(1970, 0, 1);
const LAST = Date.UTC(2100, 0, 1);
/** No zone changes its clocks twice within a fortnight. */
const STEP = 14 * DAY;

const known = new Map<string, readonly Offset[]>();

const dayOf = (wall: number): Day => Math.floor(wall / DAY) * DAY;

/** The whole second at which the offset of `before` has given way. */
function change(before: number, after: number, zone: string): number {
  const old = offsetAt(before, zone);
  let [below, above] = [before, after];
  while (above - below > 1000) {
    const middle = below + Math.floor((above - below) / 2000) * 1000;
    if (offsetAt(middle, zone) === old) below = middle;
    else above = middle;
  }
  return above;
}

/**
 * The offsets of a zone from 1970 to 2100, in order; before and after, those at the two ends hold on.
 * SQL cannot ask a zone, and both sides must agree: memory uses the same table.
 */
export function offsetsOf(zone: string): readonly Offset[] {
  const found = known.get(zone);
  if (found) return found;
  const offsets: Offset[] = [{ from: -Infinity, offset: offsetAt(FIRST, zone) }];
  for (let at = FIRST; at < LAST; at += STEP) {
    const offset = offsetAt(at + STEP, zone);
    const before = offsets.at(-1)?.offset ?? offset;
    if (offset === before) continue;
    const from = change(at, at + STEP, zone);
    const begun = dayOf(from - 1 + before);
    // Clocks that go back over midnight do not bring yesterday back: see startOfDay.
    offsets.push({ from: begun > dayOf(from + offset) ? begun - offset : from, offset });
  }
  // Beyond the last DATETIME there is no local time to compute.
  offsets.push({ from: MAX_TIME - DAY + 1, offset: 0 });
  known.set(zone, offsets);
  return offsets;
}

/** The day that it is at an instant, by the table. */
export function localDay(at: number, offsets: readonly Offset[]): Day {
  const { offset } = offsets.findLast(({ from }) => from <= at) ?? { offset: 0 };
  return dayOf(at + offset);
}

/** A DATETIME in UTC as the wall clock of the table shows it; the table is searched in halves. */
export function localSql(column: Sql, offsets: readonly Offset[]): Sql {
  const pick = (some: readonly Offset[]): Sql => {
    const half = Math.ceil(some.length / 2);
    const middle = some[half];
    if (!middle) return sql`${(some[0]?.offset ?? 0) / 1000}`;
    const [sooner, later] = [pick(some.slice(0, half)), pick(some.slice(half))];
    return sql`IF(${column} < ${instantText(middle.from)}, ${sooner}, ${later})`;
  };
  return sql`${column} + INTERVAL ${pick(offsets)} SECOND`;
}
