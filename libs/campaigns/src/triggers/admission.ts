import type { DropReason, Step } from './firing.js';
import type { Trigger } from './trigger.js';

const day = 24 * 3600_000;

/** A firing of the same campaign for the same contact that was not dropped. */
export interface Earlier {
  happenedAt: Date;
  reentryKey: string | null;
}

/** The instant after which earlier firings matter to one of these; null when none ever does. */
export function earliestThatMatters(
  { reentry, cap }: Trigger,
  firings: readonly { happenedAt: Date }[],
): Date | null {
  const spans = [];
  if (reentry) spans.push('days' in reentry && reentry.days ? reentry.days * day : Infinity);
  if (cap) spans.push(cap.days * day);
  if (spans.length === 0 || firings.length === 0) return null;
  const first = Math.min(...firings.map(({ happenedAt }) => happenedAt.getTime()));
  return new Date(Math.max(0, first - Math.max(...spans)));
}

/** Whether a firing may follow on those before it; it may have happened before some of them, too. */
export function admit(
  { reentry, cap }: Trigger,
  { happenedAt, reentryKey }: Earlier,
  earlier: readonly Earlier[],
): Step[] {
  const since = (days: number | null) =>
    earlier.filter(
      (each) => days === null || each.happenedAt.getTime() > happenedAt.getTime() - days * day,
    );
  const steps: Step[] = [];
  if (reentry) {
    const days = 'days' in reentry ? reentry.days : null;
    const same = since(days).filter(
      (each) => reentry.kind !== 'per' || each.reentryKey === reentryKey,
    );
    const found = same.at(-1)?.happenedAt.toISOString() ?? null;
    steps.push({ step: 'reentry', verdict: same.length === 0, expected: null, found });
  }
  if (cap) {
    const found = since(cap.days).length;
    steps.push({ step: 'cap', verdict: found < cap.times, expected: cap.times, found });
  }
  return steps;
}

/**
 * The step that kept a firing back; null when none did. Once is once as a matter of course; what a cap
 * keeps back somebody may want to see, so it has a reason and is written down.
 */
export function refusalOf(
  steps: readonly Step[],
): { step: Step; reason: DropReason | null } | null {
  const step = steps.find(({ verdict }) => !verdict);
  return step ? { step, reason: step.step === 'cap' ? 'capped' : null } : null;
}
