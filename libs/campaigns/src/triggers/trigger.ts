import type { QuietWindow } from '#libs/messaging';
import type { EventCondition, Rule } from '#libs/rules';

/** Whose wall clock is meant; a contact without a zone has the organisation's. */
export type ZoneOf = 'contact' | 'organisation';

/** How often one contact may be fired for. Absent: every time. */
export type Reentry =
  | { kind: 'once' }
  /** Not again within so many days. */
  | { kind: 'after'; days: number }
  /** Once for each value of a property of the event, such as the cart; again after `days`, if given. */
  | { kind: 'per'; key: string; days: number | null };

/** Ends a firing that still waits: either of the two is enough. */
export interface Exit {
  /** This has happened since. */
  event: string | null;
  where: EventCondition['where'];
  /** This holds of the contact. Once approved, with every segment put in. */
  rule: Rule | null;
}

/** When nobody is written to. */
export interface Quiet extends QuietWindow {
  zone: ZoneOf;
  /** Send when it ends, or not at all. */
  policy: 'later' | 'skip';
}

/** What holds for every kind of trigger. */
export interface TriggerLimits {
  reentry: Reentry | null;
  /** Minutes between what happened and the decision to send. */
  delay: { minutes: number } | null;
  /** After a wait, whether the contact still is in the campaign's and the trigger's segment. */
  recheck: boolean;
  exit: Exit | null;
  /** At most so many firings a contact in so many days. */
  cap: { times: number; days: number } | null;
  /** At most so many messages an hour in all. */
  perHour: number | null;
  quiet: Quiet | null;
}

export interface EventTrigger {
  on: 'event';
  event: string;
  /** All must hold of the event. */
  where: EventCondition['where'];
}

export interface SegmentTrigger {
  on: 'entered' | 'left';
  segmentId: string;
  /** Also those who entered or left because the segment's rule was edited. */
  includeRuleChanges: boolean;
}

export interface DateTrigger {
  on: 'date';
  /** A field of kind date or datetime. */
  field: string;
  /** Days after the date; before it, if negative. */
  daysAfter: number;
  yearly: boolean;
  /** `09:00` */
  at: string;
  zone: ZoneOf;
}

export interface CalendarTrigger {
  on: 'calendar';
  every: 'day' | 'week' | 'month';
  /** 1 is Monday, 7 Sunday (ISO 8601). */
  weekdays: readonly number[];
  /** 1 to 31; a shorter month ends with it. */
  dayOfMonth: number | null;
  at: string;
  zone: ZoneOf;
}

export type Cause = EventTrigger | SegmentTrigger | DateTrigger | CalendarTrigger;
export type CauseKind = Cause['on'];

/** What makes a campaign start for one contact. */
export type Trigger = Cause & TriggerLimits;

/** What happened longer ago than this fires nothing, and what waited longer is dropped; milliseconds. */
export const horizonMs = 24 * 3600_000;
