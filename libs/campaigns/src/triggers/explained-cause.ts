import type { Step } from './firing.js';
import type { Happening, HappeningRepository } from './happening.repository.js';
import type { Trigger } from './trigger.js';

/** What could have made a trigger fire for a contact. */
interface ExplainedCause {
  /** null when there is nothing of the kind. */
  happening: Happening | null;
  /** When it came in; null: it is there as things stand. */
  receivedAt: Date | null;
  steps: Step[];
}

/** Looks for what a trigger waits for; by time there is nothing to be found beforehand. */
export async function causeOf(
  happenings: HappeningRepository,
  trigger: Trigger,
  contactId: string,
  eventId: string | null,
): Promise<ExplainedCause> {
  const cause = (verdict: boolean, expected: unknown, found: unknown): Step[] => [
    { step: 'cause', verdict, expected, found },
  ];
  if (trigger.on === 'event') {
    const which = eventId ? { id: eventId } : { name: trigger.event };
    const event = await happenings.event(contactId, which);
    const verdict = event?.name === trigger.event;
    return {
      happening: event,
      receivedAt: event?.receivedAt ?? null,
      steps: cause(verdict, trigger.event, event?.name ?? null),
    };
  }
  if (trigger.on === 'date' || trigger.on === 'calendar') {
    const { on, at } = trigger;
    return { happening: null, receivedAt: null, steps: cause(false, { on, at }, null) };
  }
  const signal = await happenings.signal(contactId, trigger.on, trigger.segmentId);
  return {
    happening: signal,
    receivedAt: signal?.happenedAt ?? null,
    steps: cause(signal !== null, trigger.on, signal?.kind ?? null),
  };
}
