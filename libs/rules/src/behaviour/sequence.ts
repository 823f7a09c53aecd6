import type { EvaluateContext } from '../family.js';
import type { EventFact } from '../facts.js';
import { spanOf } from '../time/axis.js';
import { presence } from '../time/presence.js';
import type { SequenceCondition } from '../tree.js';
import { EVER } from './deeds.js';
import { eachDeed } from './each-deed.js';
import { sameness } from './event-fields.js';
import { pathOf } from './question.js';
import type { Spell } from './spells.js';

interface Followed {
  /** When the latest such first happened (ms); null: there is none. */
  readonly found: number | null;
  readonly verdict: boolean;
  /** First instant (ms) at which the clock alone makes the condition change, or Infinity. */
  readonly changesAt: number;
}

/** An event with the presents at which it counts. */
interface Step extends Spell {
  readonly at: number;
}

type KeyOf = (event: EventFact) => string | null;

/** What both events must share; without a property they always do. */
function sharing({ by }: SequenceCondition): KeyOf {
  const path = by === undefined ? undefined : pathOf(by);
  return path === undefined ? () => '' : sameness(path).found;
}

/** The first index at which an event is later than an instant. */
function indexAfter(steps: readonly Step[], at: number): number {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle]?.at ?? Infinity) > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The presents of a spell, from `from` on, that are in none of the holes. */
function gaps({ from, to }: Spell, holes: readonly Spell[]): Spell[] {
  const found: Spell[] = [];
  let start = from;
  for (const hole of [...holes].sort((a, b) => a.from - b.from)) {
    if (hole.from > start) found.push({ from: start, to: Math.min(to, hole.from - 1) });
    start = Math.max(start, hole.to + 1);
  }
  return [...found, { from: start, to }].filter((gap) => gap.from <= gap.to);
}

/** Follows each first and what came after it through the presents at which they count. */
export function sequence(
  node: SequenceCondition,
  context: Pick<EvaluateContext, 'facts' | 'present'>,
): Followed {
  const { now } = context.present;
  const length = spanOf(node.within);
  const keyOf = sharing(node);
  const thens = new Map<string, Step[]>();
  eachDeed({ ...node.then, window: EVER }, context, (event, from, to) => {
    const key = keyOf(event);
    if (key === null) return;
    const step = { at: event.at.getTime(), from, to };
    const known = thens.get(key);
    if (known) known.push(step);
    else thens.set(key, [step]);
  });
  for (const steps of thens.values()) steps.sort((a, b) => a.at - b.at);

  const spells: Spell[] = [];
  let found: number | null = null;
  eachDeed({ ...node.first, window: node.window }, context, (event, from, to) => {
    const at = event.at.getTime();
    const key = keyOf(event);
    const steps = (key === null ? undefined : thens.get(key)) ?? [];
    const after: Step[] = [];
    for (let index = indexAfter(steps, at); index < steps.length; index += 1) {
      const step = steps[index]!;
      if (step.at > at + length) break;
      after.push(step);
      // Later ones add nothing to one that counts for ever.
      if (step.from === step.at && step.to === Infinity) break;
    }
    const own =
      node.operator === 'followed'
        ? after.map((step) => ({ from: Math.max(from, step.from), to: Math.min(to, step.to) }))
        : gaps({ from: Math.max(from, at + length + 1), to }, after);
    if (own.some((spell) => spell.from <= now && now <= spell.to) && at > (found ?? -Infinity))
      found = at;
    spells.push(...own);
  });
  const { count, changesAt } = presence(spells, now);
  return { found, verdict: count > 0, changesAt };
}
