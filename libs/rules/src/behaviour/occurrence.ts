import type { EvaluateContext } from '../family.js';
import type { Operator } from '../fields/operator.js';
import type { Axis } from '../time/axis.js';
import type { OccurrenceCondition } from '../tree.js';
import { Extreme, largestLast, smallestLast } from './accumulators.js';
import { EVER } from './deeds.js';
import { eachDeed } from './each-deed.js';
import { tallyOf } from './tally.js';

interface Occurred {
  /** Milliseconds; null: not so far. */
  readonly found: number | null;
  readonly verdict: boolean;
  /** First instant (ms) at which the clock alone makes the condition change, or Infinity. */
  readonly changesAt: number;
}

/** Finds the first or the last time, then follows the clock until the verdict about it changes. */
export function occurrence(
  { event, where, which, value }: OccurrenceCondition,
  context: Pick<EvaluateContext, 'facts' | 'present'>,
  operator: Operator<unknown, number, Axis>,
): Occurred {
  const { now } = context.present;
  const deeds = { event, where, window: EVER };
  const times = new Extreme(which === 'first' ? smallestLast : largestLast);
  const tally = tallyOf(deeds, context.facts);
  if (tally) times.change((which === 'first' ? tally.firstAt : tally.lastAt).getTime(), 1);
  const steps: { at: number; time: number; by: 1 | -1 }[] = [];
  eachDeed(deeds, context, ({ at }, from, to) => {
    const time = at.getTime();
    if (from <= now) times.change(time, 1);
    else steps.push({ at: from, time, by: 1 });
    if (to < Infinity) steps.push({ at: to + 1, time, by: -1 });
  });
  steps.sort((a, b) => a.at - b.at);

  const found = times.result();
  let axis = context.present.instants;
  let point = found;
  const verdict = operator.evaluate(point, value, axis);
  for (const [index, { at, time, by }] of steps.entries()) {
    times.change(time, by);
    if (steps[index + 1]?.at === at) continue;
    const turn = operator.changesAt(point, value, axis);
    if (turn < at) return { found, verdict, changesAt: turn };
    point = times.result();
    axis = axis.at(at);
    if (operator.evaluate(point, value, axis) !== verdict) return { found, verdict, changesAt: at };
  }
  return { found, verdict, changesAt: operator.changesAt(point, value, axis) };
}
