import type { EvaluateContext } from '../family.js';
import type { EventFact, Facts } from '../facts.js';
import type { Axis } from '../time/axis.js';
import type { Deeds, PlainWindow, Window } from '../tree.js';
import { questionsOf } from './question.js';
import { untilNext } from './since.js';
import { spellsOf } from './spells.js';
import { type Until, windowKind } from './window.js';

const untils = new WeakMap<Window, { readonly axis: Axis; readonly until: Until }>();

/** Made once for all contacts that are judged at one present. */
function plainUntil(window: PlainWindow, axis: Axis): Until {
  let known = untils.get(window);
  if (known?.axis !== axis) {
    known = { axis, until: windowKind(window).until(window, axis) };
    untils.set(window, known);
  }
  return known.until;
}

const untilOf = (window: Window, facts: Facts, axis: Axis): Until =>
  window.kind === 'since' ? untilNext(window, facts, axis) : plainUntil(window, axis);

/**
 * Hands over every single event that counts now or will, with the first and the last present (ms) at
 * which it does. One whose conditions come and go is handed over once for each spell.
 */
export function eachDeed(
  { event: name, where, window }: Deeds,
  { facts, present }: Pick<EvaluateContext, 'facts' | 'present'>,
  take: (event: EventFact, from: number, to: number) => void,
): void {
  const { events } = facts.history(name);
  if (events.length === 0) return;
  const axis = present.instants;
  const until = untilOf(window, facts, axis);
  const questions = questionsOf(where);
  const timely = questions.some((question) => question.timely);
  for (const event of events) {
    const from = event.at.getTime();
    const to = until(from);
    if (to < axis.now || to < from) continue;
    if (timely) {
      const spells = spellsOf({ from, to }, questions, event, axis);
      for (const spell of spells) take(event, spell.from, spell.to);
    } else if (questions.every((question) => question.holds(event, axis))) {
      take(event, from, to);
    }
  }
}
