import {
  evaluate,
  type Comparable,
  type EventCondition,
  type Facts,
  type Schema,
} from '#libs/rules';
import { sha256 } from '#libs/platform';
import type { Step } from './firing.js';
import type { Happening } from './happening.repository.js';
import { horizonMs, type Exit, type Trigger } from './trigger.js';

/** What an event is, for conditions on it. */
export interface JudgedEvent {
  happenedAt: Date;
  value: string | null;
  currency: string | null;
  properties: Comparable;
}

/** Whether a trigger that began at `startedAt` may fire for it at all: each step until one fails. */
export function judgeHappening(
  trigger: Trigger,
  happening: Happening,
  { startedAt, now, timeZone }: { startedAt: Date; now: Date; timeZone: string },
): Step[] {
  const { happenedAt, byRule } = happening;
  const at = happenedAt.toISOString();
  const oldest = new Date(now.getTime() - horizonMs);
  const steps: Step[] = [
    {
      step: 'started',
      verdict: happenedAt >= startedAt,
      expected: startedAt.toISOString(),
      found: at,
    },
    { step: 'recent', verdict: happenedAt >= oldest, expected: oldest.toISOString(), found: at },
  ];
  if (trigger.on === 'event')
    steps.push(...judgeWhere(trigger.where, happening, { event: trigger.event, timeZone, now }));
  if (trigger.on === 'entered' || trigger.on === 'left') {
    const verdict = !byRule || trigger.includeRuleChanges;
    steps.push({ step: 'cause', verdict, expected: trigger.on, found: byRule ? 'rule' : 'change' });
  }
  const failed = steps.findIndex(({ verdict }) => !verdict);
  return failed < 0 ? steps : steps.slice(0, failed + 1);
}

/** Every condition on one event, by the rule language itself: it happened once, and is looked at alone. */
export function judgeWhere(
  where: EventCondition['where'],
  event: JudgedEvent,
  { event: name, timeZone, now }: { event: string; timeZone: string; now: Date },
): Step[] {
  const facts: Facts = {
    id: '0',
    value: () => null,
    history: () => ({ events: [factOf(event)], before: [] }),
    messages: () => [],
    lists: () => new Set(),
    mayReach: () => false,
  };
  // A client's clock may be a little ahead: what has come in has happened.
  const present = event.happenedAt > now ? event.happenedAt : now;
  return where.map((condition, index) => {
    const node = {
      kind: 'event',
      event: name,
      operator: 'at_least',
      times: 1,
      window: { kind: 'ever' },
      where: [condition],
    } as const;
    const { verdict } = evaluate({ version: 1, where: node }, facts, schemaOf(timeZone), present);
    return {
      step: 'where',
      place: `/where/${index}`,
      verdict,
      expected: condition.value,
      found: foundIn(event, condition.field),
    };
  });
}

/** Whether an event of the exit's name, which happened since, ends the wait. */
export const endsWait = (
  { event: name, where }: Exit,
  event: JudgedEvent,
  timeZone: string,
): boolean =>
  name !== null &&
  judgeWhere(where, event, { event: name, timeZone, now: event.happenedAt }).every(
    ({ verdict }) => verdict,
  );

/** Nothing but events is asked for. */
const schemaOf = (timeZone: string): Schema => ({
  timeZone,
  field: () => undefined,
  event: () => 1,
  segment: () => undefined,
  list: () => undefined,
  campaign: () => undefined,
});

const factOf = ({ happenedAt, value, currency, properties }: JudgedEvent) => ({
  at: happenedAt,
  value: value === null ? null : Number(value),
  decimal: value,
  currency,
  properties,
});

/** What an event has of a field, as it is compared; null when it has none. */
export function foundIn(event: JudgedEvent, field: string): unknown {
  if (field === 'value') return event.value === null ? null : Number(event.value);
  if (field === 'currency') return event.currency;
  const path = field.replace(/^properties\./, '');
  for (const kind of ['t', 'n', 'b', 'l'] as const) {
    const values = event.properties[kind];
    if (values && Object.hasOwn(values, path)) return values[path];
  }
  return null;
}

const longestKey = 200;

/** What a firing is counted under; an event without the property counts under the empty text. */
export function reentryKeyOf({ reentry }: Trigger, event: JudgedEvent): string | null {
  if (reentry?.kind !== 'per') return null;
  const found = foundIn(event, reentry.key);
  const text = typeof found === 'string' ? found : found === null ? '' : JSON.stringify(found);
  return text.length > longestKey ? sha256(text).toString('hex') : text;
}
