import type { CauseKind } from './trigger.js';

export type FiringState = 'waiting' | 'sent' | 'dropped';

/** Why a firing came to nothing. Stable: lists and reports group by it. */
export type DropReason =
  | 'capped'
  | 'exited'
  | 'no_longer_in_segment'
  | 'no_longer_so'
  | 'quiet'
  | 'hourly_limit'
  | 'too_late'
  | 'no_contact'
  | 'stopped'
  | 'cancelled';

/** What is looked at, in this order. */
export type StepName =
  | 'cause'
  | 'hour'
  | 'started'
  | 'recent'
  | 'looked_at'
  | 'where'
  | 'segment'
  | 'reentry'
  | 'cap'
  | 'in_time'
  | 'contact'
  | 'exit'
  | 'still'
  | 'quiet'
  | 'per_hour';

/** One step: what it expected, what it found. Plain JSON. */
export interface Step {
  step: StepName;
  /** JSON Pointer into the trigger, where one step looks at several things. */
  place?: string;
  verdict: boolean;
  expected?: unknown;
  found?: unknown;
}

/** Something that happened to one contact and is to be fired for. */
export interface NewFiring {
  contactId: string;
  /** Makes it happen once: `event:17`. */
  entryKey: string;
  /** event.id or segment_signal.id. */
  causeRef: string | null;
  reentryKey: string | null;
  happenedAt: Date;
  dueAt: Date;
  steps: Step[];
  /** Set when it is refused at once. */
  reason: DropReason | null;
}

/** A firing that waits to be decided. */
export interface WaitingFiring {
  id: string;
  contactId: string;
  causeRef: string | null;
  happenedAt: Date;
  dueAt: Date;
}

/** One line of a list. */
export interface FiringLine {
  id: string;
  contactId: string;
  causeKind: CauseKind;
  causeRef: string | null;
  entryKey: string;
  reentryKey: string | null;
  happenedAt: Date;
  state: FiringState;
  reason: DropReason | null;
  dueAt: Date;
  decidedAt: Date | null;
  steps: Step[];
  /** What became of the message, once it was sent. */
  deliveryId: string | null;
  deliveryState: string | null;
  deliveryReason: string | null;
}
