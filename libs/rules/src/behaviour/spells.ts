import type { EventFact } from '../facts.js';
import type { Axis } from '../time/axis.js';
import type { Question } from './question.js';

/** Presents from the one to the other, both included. */
export interface Spell {
  readonly from: number;
  readonly to: number;
}

/** The presents from now on at which the answer is yes. */
function phases(question: Question, event: EventFact, now: Axis): readonly Spell[] {
  const spells: Spell[] = [];
  let axis = now;
  for (;;) {
    const change = question.changesAt(event, axis);
    if (question.holds(event, axis)) spells.push({ from: axis.now, to: change - 1 });
    if (change === Infinity) return spells;
    axis = axis.at(change);
  }
}

const common = (some: readonly Spell[], others: readonly Spell[]): Spell[] =>
  some
    .flatMap((one) =>
      others.map((other) => ({
        from: Math.max(one.from, other.from),
        to: Math.min(one.to, other.to),
      })),
    )
    .filter(({ from, to }) => from <= to);

/** Cuts a spell down to the presents, from now on, at which every question is answered with yes. */
export function spellsOf(
  whole: Spell,
  questions: readonly Question[],
  event: EventFact,
  axis: Axis,
): readonly Spell[] {
  if (!questions.every((question) => question.timely || question.holds(event, axis))) return [];
  return questions
    .filter(({ timely }) => timely)
    .reduce<readonly Spell[]>(
      (spells, question) => common(spells, phases(question, event, axis)),
      [whole],
    );
}
