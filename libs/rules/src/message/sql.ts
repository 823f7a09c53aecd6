import type { ContactRows } from '../among.js';
import { inWindow } from '../behaviour/window.js';
import { type Sql, and, sql } from '../sql.js';
import { type Axis, instantText, spanOf } from '../time/axis.js';
import type { MessageCondition } from '../tree.js';
import { whats } from './whats.js';

/** Where it is looked for: a table, the contact, the time, and what narrows it down. */
interface Source {
  readonly from: Sql;
  readonly contact: Sql;
  readonly at: Sql;
  readonly narrowed: readonly Sql[];
}

/** Messages that nothing has come back from, as far as the present knows. */
const unbounced = (axis: Axis): Sql =>
  sql`NOT EXISTS (SELECT 1 FROM response b WHERE b.delivery_id = d.id AND b.kind = 'bounce' AND b.occurred_at <= ${instantText(axis.now)})`;

function sourceOf(node: MessageCondition, axis: Axis): Source {
  const { campaign, channel, what, link, machines } = node;
  const { response, machines: byMachines } = whats[what];
  const narrowed: Sql[] = [];
  if (channel !== null) narrowed.push(sql`d.channel = ${channel}`);
  if (response === null) {
    if (campaign !== null) narrowed.push(sql`d.campaign_id = ${campaign}`);
    if (what === 'received') narrowed.push(unbounced(axis));
    return { from: sql`delivery d`, contact: sql`d.contact_id`, at: sql`d.sent_at`, narrowed };
  }
  narrowed.unshift(sql`r.kind = ${response}`);
  if (campaign !== null) narrowed.push(sql`r.campaign_id = ${campaign}`);
  if (byMachines && !machines) narrowed.push(sql`r.actor = 'person'`);
  if (link !== null) narrowed.push(sql`r.link_position = ${link}`);
  const joined = sql`response r JOIN delivery d ON d.id = r.delivery_id`;
  const from = channel === null ? sql`response r` : joined;
  return { from, contact: sql`r.contact_id`, at: sql`r.occurred_at`, narrowed };
}

/** The messages, or what came back, within the window. */
export function messageRows(node: MessageCondition, axis: Axis): ContactRows {
  const { from, contact, at, narrowed } = sourceOf(node, axis);
  const where = and([...narrowed, inWindow(at, node.window, axis)]);
  return { from, contact, where, outlasting: true };
}

/** What is dated after the present begins to count when its time comes. */
function beginning({ from, contact, at, narrowed }: Source, axis: Axis): Sql {
  const conditions = and([...narrowed, sql`${at} > ${instantText(axis.now)}`]);
  return sql`SELECT ${contact} AS contact_id, ${at} AS at FROM ${from} WHERE ${conditions}`;
}

/** The last one within a rolling window ends the verdict when it leaves, unless another begins before. */
function ending(node: MessageCondition, source: Source, axis: Axis): readonly Sql[] {
  if (node.window.kind !== 'last') return [];
  const { from, contact, at, narrowed } = source;
  // To the millisecond after the window's edge.
  const length = (spanOf(node.window.span) + 1) * 1000;
  const leaves = sql`MAX(${at}) + INTERVAL ${length} MICROSECOND`;
  const conditions = and([...narrowed, inWindow(at, node.window, axis)]);
  return [
    sql`SELECT ${contact} AS contact_id, ${leaves} AS at FROM ${from} WHERE ${conditions} GROUP BY ${contact}`,
  ];
}

/** A bounce that is dated after the present takes away what was received. */
function bouncing({ what }: MessageCondition, axis: Axis): readonly Sql[] {
  if (what !== 'received') return [];
  const later = sql`b.kind = 'bounce' AND b.occurred_at > ${instantText(axis.now)}`;
  return [sql`SELECT b.contact_id, b.occurred_at AS at FROM response b WHERE ${later}`];
}

/** Selects `contact_id, at`: see soonest. */
export function soonestSql(node: MessageCondition, axis: Axis): Sql {
  const source = sourceOf(node, axis);
  const parts = [beginning(source, axis), ...ending(node, source, axis), ...bouncing(node, axis)];
  return parts.reduce((all, part) => sql`${all} UNION ALL ${part}`);
}
