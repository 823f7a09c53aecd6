import { dayAt, dayOf, dayText, zoneOr } from '#libs/kernel';
import { type FactValue } from '#libs/rules';
import type { ExplainedCause } from './explained-cause.js';
import type { Step } from './firing.js';
import { TimedHours, type Timed } from './timed-hours.js';
import { noZone, oneZone, type WaveRepository } from './wave.repository.js';

/** The longest time without a day of a trigger's, milliseconds: a year, and a day as it is a leap year. */
const lookBackMs = 367 * 24 * 3600_000;

/** What a trigger by time asks of a contact. */
export interface ContactDay {
  id: string;
  zone: string | null;
  /** What they have in the trigger's field; a calendar has none. */
  value: FactValue | null;
}

/** When it is asked, and of which campaign. */
export interface DayContext {
  campaignId: string;
  /** The local day asked for, `2026-03-01`; null: the contact's last one, or else today. */
  day: string | null;
  /** Since when the campaign is at work; null: it is not, and no day was gone through. */
  startedAt: Date | null;
  now: Date;
  timeZone: string;
}

/** Looks at one local day of a trigger by time: whether it was the contact's, and was gone through. */
export async function explainedDay(
  waves: WaveRepository,
  trigger: Timed,
  contact: ContactDay,
  { campaignId, day: asked, startedAt, now, timeZone }: DayContext,
): Promise<ExplainedCause> {
  const own = trigger.zone === 'contact';
  const zone = zoneOr(own ? contact.zone : null, timeZone);
  const hours = new TimedHours(trigger, new Date(now.getTime() - lookBackMs), now);
  const last = asked === null ? hours.of(contact.value, zone).at(-1) : undefined;
  const day = asked ?? dayText(last?.day ?? dayAt(now.getTime(), zone));
  const happenedAt = new Date(hours.on(day, zone).instant);
  const at = happenedAt.toISOString();

  const due = hours.isDue(dayOf(day), contact.value, zone);
  const steps: Step[] = [
    { step: 'cause', verdict: due, expected: { day, zone }, found: foundOf(trigger, contact, day) },
    { step: 'hour', verdict: happenedAt <= now, expected: now.toISOString(), found: at },
  ];
  if (startedAt) {
    const found = await waves.reached(
      { campaignId, day, zone: own ? (contact.zone ?? noZone) : oneZone },
      contact.id,
    );
    steps.push(
      {
        step: 'started',
        verdict: happenedAt >= startedAt,
        expected: startedAt.toISOString(),
        found: at,
      },
      { step: 'looked_at', verdict: found === 'looked_at', expected: 'looked_at', found },
    );
  }
  const failed = steps.findIndex(({ verdict }) => !verdict);
  return {
    entryKey: `${trigger.on}:${day}`,
    steps: failed < 0 ? steps : steps.slice(0, failed + 1),
    receivedAt: happenedAt,
    firing: { happenedAt, reentryKey: null },
  };
}

/** The contact's date; for a calendar, the weekday (1 is Monday, ISO 8601) and the day of the month. */
function foundOf(trigger: Timed, { value }: ContactDay, day: string): unknown {
  if (trigger.on === 'date') return value instanceof Date ? value.toISOString() : value;
  const date = new Date(dayOf(day));
  return { weekday: date.getUTCDay() || 7, dayOfMonth: date.getUTCDate() };
}
