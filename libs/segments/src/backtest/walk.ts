import { evaluate, type Facts, type Rule, type Schema } from '#libs/rules';

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
 * the next: `changesAt` knows those that events bring too, as facts hold the events of the future of
 * each instant. Fields have no past here: they are taken as they are now.
 */
export function walk(rule: Rule, facts: Facts, schema: Schema, from: Date, to: Date): Course {
  let at: Date | null = new Date(from.getTime() - 1);
  let { verdict, changesAt } = evaluate(rule, facts, schema, at);
  const before = verdict;
  const steps: Step[] = [];
  while ((at = changesAt) !== null && at <= to) {
    const inside = verdict;
    ({ verdict, changesAt } = evaluate(rule, facts, schema, at));
    if (verdict !== inside) steps.push({ at, entered: verdict });
  }
  return { before, steps };
}

/** How often the same contact may set something off. */
export type Reentry =
  | { readonly kind: 'always' }
  | { readonly kind: 'once' }
  | { readonly kind: 'every'; readonly days: number };

const DAY = 86_400_000;

/** Which of these instants, in order of time, would have set it off. */
export function firings(instants: readonly Date[], reentry: Reentry): Date[] {
  const fired: Date[] = [];
  const pause = { always: 0, once: Infinity, every: 'days' in reentry ? reentry.days * DAY : 0 };
  for (const at of instants) {
    const last = fired.at(-1);
    if (!last || at.getTime() - last.getTime() >= pause[reentry.kind]) fired.push(at);
  }
  return fired;
}
