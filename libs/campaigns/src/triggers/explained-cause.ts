import type { Step } from './firing.js';
import type { Happening, HappeningRepository } from './happening.repository.js';
import { judgeHappening, reentryKeyOf } from './judge-happening.js';
import type { EventTrigger, SegmentTrigger, Trigger } from './trigger.js';

/** What is looked for: something that happened, or a day that came. */
export interface ExplainedCause {
  /** What a firing for it is kept under; null when there is nothing that it could be for. */
  entryKey: string | null;
  /** Up to the one that failed. */
  steps: Step[];
  /** When it came in; null: it is there as things stand. */
  receivedAt: Date | null;
  /** What it would be admitted as. */
  firing: { happenedAt: Date; reentryKey: string | null } | null;
}

type Waiting = Trigger & (EventTrigger | SegmentTrigger);

/**
 * Looks for what a trigger waits for: the event asked for, or the contact's latest one.
 * @param when `startedAt`: what happened before fires nothing.
 */
export async function happeningOf(
  happenings: HappeningRepository,
  trigger: Waiting,
  { contactId, eventId }: { contactId: string; eventId: string | null },
  when: { startedAt: Date; now: Date; timeZone: string },
): Promise<ExplainedCause> {
  const { happening, receivedAt, step } = await find(happenings, trigger, contactId, eventId);
  const steps = [step];
  if (!happening) return { entryKey: null, steps, receivedAt: null, firing: null };
  if (step.verdict)
    steps.push(...judgeHappening(trigger, happening, { ...when, now: receivedAt ?? when.now }));
  return {
    entryKey: `${trigger.on}:${happening.ref}`,
    steps,
    receivedAt,
    firing: { happenedAt: happening.happenedAt, reentryKey: reentryKeyOf(trigger, happening) },
  };
}

interface Found {
  happening: Happening | null;
  receivedAt: Date | null;
  step: Step;
}

async function find(
  happenings: HappeningRepository,
  trigger: Waiting,
  contactId: string,
  eventId: string | null,
): Promise<Found> {
  if (trigger.on === 'event') {
    const which = eventId ? { id: eventId } : { name: trigger.event };
    const event = await happenings.event(contactId, which);
    const name = event?.name ?? null;
    const verdict = name === trigger.event;
    const step: Step = { step: 'cause', verdict, expected: trigger.event, found: name };
    return { happening: event, receivedAt: event?.receivedAt ?? null, step };
  }
  const signal = await happenings.signal(contactId, trigger.on, trigger.segmentId);
  const found = signal?.kind ?? null;
  const step: Step = { step: 'cause', verdict: signal !== null, expected: trigger.on, found };
  return { happening: signal, receivedAt: signal?.happenedAt ?? null, step };
}
