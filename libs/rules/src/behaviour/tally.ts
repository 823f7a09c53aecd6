import type { Facts, Tally } from '../facts.js';
import { forms } from '../forms.js';
import type { Deeds, EventKind } from '../tree.js';

/**
 * The currency whose tally tells how many events of a kind there are, '' being that of all; undefined
 * when single events must be looked at.
 */
export function talliedBy({ where }: EventKind): string | undefined {
  const [first, second] = where;
  if (!first) return '';
  if (second || first.kind !== 'text' || first.field !== 'currency') return undefined;
  return first.operator === 'is' ? forms.upper.wanted(first.value) : undefined;
}

/** Whether tallies can stand for single events of the past: those of ever, of a kind that is tallied. */
export const isTallied = (deeds: Deeds): boolean =>
  deeds.window.kind === 'ever' && talliedBy(deeds) !== undefined;

/** What came before the single events, summed up; undefined when nothing did. */
export function tallyOf(deeds: Deeds, facts: Facts): Tally | undefined {
  const { before } = facts.history(deeds.event);
  if (before.length === 0 || deeds.window.kind !== 'ever') return undefined;
  const currency = talliedBy(deeds);
  return before.find((tally) => tally.currency === currency);
}
