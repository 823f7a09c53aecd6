import type { EventFact } from '../facts.js';
import type { Axis, Range } from '../time/axis.js';
import type { EventCondition } from '../tree.js';
import { eventHolds } from './event-fields.js';
import { timesOperators } from './times.js';
import { windowKind } from './window.js';

interface Counted {
  readonly count: number;
  /** First instant (ms) at which the clock alone makes the condition change, or Infinity. */
  readonly changesAt: number;
}

const counts = ({ from = -Infinity, to = Infinity }: Range, now: number): boolean =>
  from <= now && now <= to;

/** Counts the events that matter now, then follows the clock until the verdict changes. */
export function countEvents(
  node: EventCondition,
  events: readonly EventFact[],
  axis: Axis,
): Counted {
  const kind = windowKind(node.window);
  const spans = events
    .filter((event) => node.where.every((condition) => eventHolds(event, condition)))
    .map((event) => kind.during(event.at.getTime(), node.window, axis));
  const count = spans.filter((span) => counts(span, axis.now)).length;

  const steps = spans.flatMap(({ from = -Infinity, to = Infinity }) => [
    { at: from, change: 1 },
    { at: to + 1, change: -1 },
  ]);
  const coming = steps.filter(({ at }) => at > axis.now && at < Infinity);
  coming.sort((a, b) => a.at - b.at);

  const { holds } = timesOperators[node.operator];
  const verdict = holds(count, node.times);
  let later = count;
  for (const [index, { at, change }] of coming.entries()) {
    later += change;
    // Events of the same instant change together.
    const whole = coming[index + 1]?.at !== at;
    if (whole && holds(later, node.times) !== verdict) return { count, changesAt: at };
  }
  return { count, changesAt: Infinity };
}
