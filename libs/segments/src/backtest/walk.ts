import type { Verdicts } from './verdicts.js';

/** An instant at which a contact would have entered or left. */
export interface Step {
  readonly at: Date;
  readonly entered: boolean;
}

export interface Course {
  /** Whether they were in when it began. */
  readonly before: boolean;
  /** Entering and leaving in turn, in order of time. */
  readonly steps: readonly Step[];
}

/**
 * Follows a rule's verdict on one contact from `from` to `to`, both included. `before` is the verdict
 * one millisecond earlier, so that whoever enters at `from` does so within. It goes from one change to
 * the next: `until` knows those that events bring too, as the past holds the events of the future of
 * each instant. Fields have no past here: they are taken as they are now.
 */
export function walk(verdicts: Verdicts, from: Date, to: Date): Course {
  let { verdict, until } = verdicts.at(new Date(from.getTime() - 1));
  const before = verdict;
  const steps: Step[] = [];
  while (until <= to.getTime()) {
    const [at, inside] = [new Date(until), verdict];
    ({ verdict, until } = verdicts.at(at));
    if (verdict !== inside) steps.push({ at, entered: verdict });
  }
  return { before, steps };
}
