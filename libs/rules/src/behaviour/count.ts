import type { EvaluateContext } from '../family.js';
import type { EventCondition } from '../tree.js';
import { eachDeed } from './each-deed.js';
import { tallyOf } from './tally.js';
import { timesOperators } from './times.js';

interface Counted {
  readonly count: number;
  /** First instant (ms) at which the clock alone makes the condition change, or Infinity. */
  readonly changesAt: number;
}

const ascending = (a: number, b: number): number => a - b;

/** Follows a count through instants at which one is added or taken away, until `holds` turns. */
function turnOf(
  count: number,
  arriving: number[],
  leaving: number[],
  holds: (count: number) => boolean,
): number {
  if (arriving.length + leaving.length === 0) return Infinity;
  arriving.sort(ascending);
  leaving.sort(ascending);
  const verdict = holds(count);
  let [arrived, left] = [0, 0];
  while (arrived < arriving.length || left < leaving.length) {
    const at = Math.min(arriving[arrived] ?? Infinity, leaving[left] ?? Infinity);
    // Events of the same instant change together.
    while (arriving[arrived] === at) arrived += 1;
    while (leaving[left] === at) left += 1;
    if (holds(count + arrived - left) !== verdict) return at;
  }
  return Infinity;
}

/** Counts the events that matter now, then follows the clock until the verdict changes. */
export function countEvents(
  node: EventCondition,
  context: Pick<EvaluateContext, 'facts' | 'present'>,
): Counted {
  const { now } = context.present;
  let count = tallyOf(node, context.facts)?.times ?? 0;
  const arriving: number[] = [];
  const leaving: number[] = [];
  eachDeed(node, context, (_, from, to) => {
    if (from <= now) count += 1;
    else arriving.push(from);
    if (to < Infinity) leaving.push(to + 1);
  });
  const { holds } = timesOperators[node.operator];
  const changesAt = turnOf(count, arriving, leaving, (later) => holds(later, node.times));
  return { count, changesAt };
}
