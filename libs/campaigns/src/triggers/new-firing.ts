import type { NewFiring, Step } from './firing.js';
import type { Happening } from './happening.repository.js';
import { reentryKeyOf } from './judge-happening.js';
import type { Trigger } from './trigger.js';

/** What is to be fired for something that happened and came in `now`. */
export function newFiring(
  trigger: Trigger,
  happening: Happening,
  steps: Step[],
  now: Date,
): NewFiring {
  const { contactId, happenedAt, ref } = happening;
  const wait = trigger.delay ? trigger.delay.minutes * 60_000 : 0;
  return {
    contactId,
    happenedAt,
    causeRef: ref,
    entryKey: `${trigger.on}:${ref}`,
    reentryKey: reentryKeyOf(trigger, happening),
    dueAt: trigger.delay ? new Date(happenedAt.getTime() + wait) : now,
    steps,
    reason: null,
  };
}
