import { dayText } from '#libs/kernel';
import type { Course } from '#libs/segments';
import type { LocalHour } from '../triggers/clock-face.js';
import type { Happening, PastHappening } from '../triggers/happening.repository.js';
import { judgeHappening } from '../triggers/judge-happening.js';
import { newFiring } from '../triggers/new-firing.js';
import type { Timed } from '../triggers/timed-hours.js';
import type { EventTrigger, SegmentTrigger, Trigger } from '../triggers/trigger.js';
import type { Occasion } from './rehearsal.js';

interface Context {
  startedAt: Date;
  timeZone: string;
}

/** What somebody did, in the order in which it came in. */
export const eventOccasions = (
  trigger: Trigger & EventTrigger,
  events: readonly PastHappening[],
  context: Context,
): Occasion[] => events.map((event) => occasionOf(trigger, event, event.receivedAt, context));

/** When somebody entered or left. Edits of the segment's rule have no place in its past. */
export const signalOccasions = (
  trigger: Trigger & SegmentTrigger,
  contactId: string,
  steps: Course['steps'],
  context: Context,
): Occasion[] =>
  steps
    .filter(({ entered }) => entered === (trigger.on === 'entered'))
    .map(({ at }) =>
      occasionOf(
        trigger,
        {
          id: '0',
          kind: trigger.on,
          subject: trigger.segmentId,
          ref: '0',
          contactId,
          happenedAt: at,
          byRule: false,
          value: null,
          currency: null,
          properties: {},
        },
        at,
        context,
      ),
    );

/** When a local hour of theirs had come. */
export function timedOccasion({ on }: Timed, { day, instant }: LocalHour): Occasion {
  const at = new Date(instant);
  return {
    happenedAt: at,
    arrivedAt: at,
    dueAt: at,
    reentryKey: null,
    steps: [{ step: 'cause', verdict: true, expected: on, found: dayText(day) }],
    timed: true,
  };
}

/** Judged as a live trigger judges it when it comes in. */
function occasionOf(
  trigger: Trigger,
  happening: Happening,
  arrivedAt: Date,
  { startedAt, timeZone }: Context,
): Occasion {
  const steps = judgeHappening(trigger, happening, { startedAt, now: arrivedAt, timeZone });
  const { happenedAt, dueAt, reentryKey } = newFiring(trigger, happening, steps, arrivedAt);
  return { happenedAt, arrivedAt, dueAt, reentryKey, steps, timed: false };
}
