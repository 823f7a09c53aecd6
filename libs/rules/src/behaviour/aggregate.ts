import type { EvaluateContext } from '../family.js';
import type { EventFact, Facts } from '../facts.js';
import type { AggregateCondition } from '../tree.js';
import type { Start } from './accumulators.js';
import { aggregates } from './aggregates.js';
import { eachDeed } from './each-deed.js';
import { summandOf } from './summand.js';
import { isTallied, talliedBy } from './tally.js';

interface Aggregated {
  readonly found: number | null;
  /** First instant (ms) at which the clock alone makes the condition change, or Infinity. */
  readonly changesAt: number;
}

/** Whether what came before single events may come summed up. */
export const isSummable = (node: AggregateCondition): boolean =>
  node.field === 'value' && aggregates[node.of].summable && isTallied(node);

/** The sum of what came before, and of how many values: each value has a currency. */
function startOf(node: AggregateCondition, facts: Facts): Start | undefined {
  const { before } = facts.history(node.event);
  if (before.length === 0 || !isSummable(node)) return undefined;
  const currency = talliedBy(node);
  const total = before.find((tally) => tally.currency === currency)?.total ?? '0';
  const times = before
    .filter((tally) => tally.currency !== '' && (currency === '' || tally.currency === currency))
    .reduce((all, tally) => all + tally.times, 0);
  return { times, total };
}

/** Makes a number of the events that matter now, then follows the clock until the verdict changes. */
export function aggregate(
  node: AggregateCondition,
  context: Pick<EvaluateContext, 'facts' | 'present'>,
  holds: (found: number | null) => boolean,
): Aggregated {
  const { now } = context.present;
  const accumulator = aggregates[node.of].start(
    summandOf(node.field),
    startOf(node, context.facts),
  );
  const steps: { at: number; event: EventFact; by: 1 | -1 }[] = [];
  eachDeed(node, context, (event, from, to) => {
    if (from <= now) accumulator.change(event, 1);
    else steps.push({ at: from, event, by: 1 });
    if (to < Infinity) steps.push({ at: to + 1, event, by: -1 });
  });
  const found = accumulator.result();
  const verdict = holds(found);
  steps.sort((a, b) => a.at - b.at);
  for (const [index, { at, event, by }] of steps.entries()) {
    accumulator.change(event, by);
    // Events of the same instant change together.
    if (steps[index + 1]?.at !== at && holds(accumulator.result()) !== verdict)
      return { found, changesAt: at };
  }
  return { found, changesAt: Infinity };
}
