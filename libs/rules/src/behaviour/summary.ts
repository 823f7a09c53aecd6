import { among } from '../among.js';
import type { CompileContext } from '../family.js';
import type { Schema } from '../schema.js';
import { type Sql, and, or, sql } from '../sql.js';
import { instantText } from '../time/axis.js';
import type { Deeds, EventKind } from '../tree.js';
import { deedsSql } from './deeds-sql.js';
import { ANY_EVENT, named } from './event-name.js';
import { talliedBy } from './tally.js';
import { windowKind } from './window.js';

/** What is kept of each contact's events of a kind, future ones included. */
export interface Summary {
  readonly from: Sql;
  readonly contact: Sql;
  readonly last: Sql;
  /** Absent where only the last one is kept. */
  readonly tally?: { readonly times: Sql; readonly first: Sql };
  /** What narrows the rows down. */
  readonly only: readonly Sql[];
}

/** Where a summary is kept; undefined when none tells these events from others. */
export function summaryOf(kind: EventKind, schema: Schema): Summary | undefined {
  const currency = talliedBy(kind);
  if (currency === undefined) return undefined;
  if (kind.event === ANY_EVENT) {
    if (currency !== '') return undefined;
    const [contact, last] = [sql`c.id`, sql`c.last_event_at`];
    return { from: sql`contact c`, contact, last, only: [sql`${last} IS NOT NULL`] };
  }
  return {
    from: sql`contact_event t`,
    contact: sql`t.contact_id`,
    last: sql`t.last_at`,
    tally: { times: sql`t.times`, first: sql`t.first_at` },
    only: [...named(sql`t`, kind.event, schema), sql`t.currency = ${currency}`],
  };
}

/** The first instant of a window that tells by the last event alone; undefined: it does not. */
function beginning({ window }: Deeds, { present }: CompileContext): number | undefined {
  if (window.kind === 'ever') return -Infinity;
  if (window.kind !== 'last' && window.kind !== 'period') return undefined;
  return windowKind(window).range(window, present.instants).from;
}

interface BySummary {
  atLeast(times: number): Sql | undefined;
  never?(): Sql;
}

/**
 * Who did something, by the last time: it is within the window, or it is after the present and single
 * events of that contact tell. undefined when the summary cannot tell.
 */
export function bySummary(deeds: Deeds, context: CompileContext): BySummary | undefined {
  const summary = summaryOf(deeds, context.schema);
  const begins = beginning(deeds, context);
  if (!summary || begins === undefined) return undefined;
  const { from, contact, last, tally, only } = summary;
  const now = instantText(context.present.now);
  // A scalar, so that it is computed for the few rows that need it and never for all at once.
  const counted = sql`(SELECT COUNT(*) FROM event e WHERE e.contact_id = ${contact} AND ${deedsSql(sql`e`, deeds, context)})`;
  const late = begins === -Infinity ? [] : [sql`${last} >= ${instantText(begins)}`];
  const atLeast = (times: number): Sql | undefined => {
    if (times > 1 && (!tally || late.length > 0)) return undefined;
    const enough = tally && times > 1 ? [sql`${tally.times} >= ${times}`] : [];
    const settled = and([sql`${last} <= ${now}`, ...enough]);
    return and([...late, sql`${settled} OR ${last} > ${now} AND ${counted} >= ${times}`]);
  };
  if (!tally)
    return {
      atLeast,
      // Spelt out, so that the index finds them: a negation would read everybody.
      never: () =>
        or([
          sql`${last} IS NULL`,
          ...(late.length > 0 ? [sql`${last} < ${instantText(begins)}`] : []),
          sql`${last} > ${now} AND ${counted} = 0`,
        ]),
    };
  return {
    atLeast: (times) => {
      const condition = atLeast(times);
      if (!condition) return undefined;
      return among({ from, contact, where: and([...only, condition]), single: true });
    },
  };
}
