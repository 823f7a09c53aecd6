import { quietUntil } from '#libs/messaging';
import { zoneOr } from '#libs/kernel';
import type { DropReason, Step, WaitingFiring } from './firing.js';
import { horizonMs, type Trigger } from './trigger.js';

/** How things stand with a firing when it is decided. */
export interface Outlook {
  /** The contact's own zone; undefined when there is no such contact any more. */
  zone: string | null | undefined;
  /** What the exit found; undefined when it found nothing. */
  ended: unknown;
  /** Whether the contact is in the campaign's segment; null when that is not asked. */
  member: boolean | null;
  /** Whether the contact has left what they entered, or come back. */
  undone: boolean;
}

export type Verdict =
  { kind: 'send' } | { kind: 'later'; until: number } | { kind: 'drop'; reason: DropReason };

/** What is decided of one firing, and how it came to it. */
export interface Judgement {
  verdict: Verdict;
  steps: Step[];
}

/**
 * What is to be looked at when a firing is decided: whether the exit has ended it, and whether what let
 * it in holds still.
 * @param fresh nothing can have changed since it came in.
 */
export function lookedAt(
  { recheck, delay }: Trigger,
  { fresh }: { fresh: boolean },
): { exit: boolean; again: boolean } {
  if (fresh) return { exit: false, again: false };
  // Without a delay it waited for another reason, such as a pause: then it is always looked at again.
  return { exit: true, again: recheck || delay === null };
}

/** Decides one firing whose hour has come. The limit of an hour is not its own affair. */
export function judgeFiring(
  trigger: Trigger,
  { dueAt }: Pick<WaitingFiring, 'dueAt'>,
  { zone, ended, member, undone }: Outlook,
  { now, timeZone }: { now: Date; timeZone: string },
): Judgement {
  const steps: Step[] = [];
  const drop = (reason: DropReason): Judgement => ({ verdict: { kind: 'drop', reason }, steps });
  /** Notes a step. @returns whether it failed. */
  const fails = (step: Step): boolean => steps.push(step) > 0 && !step.verdict;

  if (fails({ step: 'contact', verdict: zone !== undefined })) return drop('no_contact');
  const late = now.getTime() - dueAt.getTime() > horizonMs;
  const expected = late ? dueAt.toISOString() : null;
  if (fails({ step: 'in_time', verdict: !late, expected })) return drop('too_late');
  if (trigger.exit && ended !== undefined) {
    steps.push({ step: 'exit', verdict: false, found: ended });
    return drop('exited');
  }
  if (member !== null && fails(segmentStep(member))) return drop('no_longer_in_segment');
  if (undone) {
    steps.push({ step: 'still', verdict: false });
    return drop('no_longer_so');
  }
  if (!trigger.quiet) return { verdict: { kind: 'send' }, steps };
  const clock = trigger.quiet.zone === 'contact' ? (zone ?? null) : null;
  const until = quietUntil(now.getTime(), trigger.quiet, zoneOr(clock, timeZone));
  const found = until === null ? null : new Date(until).toISOString();
  steps.push({ step: 'quiet', verdict: until === null, found });
  if (until === null) return { verdict: { kind: 'send' }, steps };
  return trigger.quiet.policy === 'skip'
    ? drop('quiet')
    : { verdict: { kind: 'later', until }, steps };
}

/** Whether a contact is in the campaign's segment. */
export const segmentStep = (verdict: boolean): Step => ({
  step: 'segment',
  verdict,
  expected: 'in',
  found: verdict ? 'in' : 'not_in',
});
