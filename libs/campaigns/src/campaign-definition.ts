import type { Purpose, UncertainPolicy } from '#libs/messaging';
import type { Rule } from '#libs/rules';
import type { Trigger } from './triggers/trigger.js';

/** What counts as success: an event of this name within the window after the campaign's instant, or after a triggered message was planned. */
export interface Goal {
  event: string;
  windowHours: number;
}

/** What a marketer describes. Everything may be missing in a draft; preflight says what still is. */
export interface CampaignDefinition {
  segmentId: string | null;
  templateId: string | null;
  senderId: string | null;
  purpose: Purpose;
  /** Share of the eligible that get nothing, so that the effect can be measured: 0 to 0.5. */
  holdoutShare: number;
  goal: Goal | null;
  uncertainPolicy: UncertainPolicy;
  /** What starts it for one contact; null: one broadcast to the segment. */
  trigger: Trigger | null;
}

export const emptyDefinition: CampaignDefinition = {
  segmentId: null,
  templateId: null,
  senderId: null,
  purpose: 'marketing',
  holdoutShare: 0,
  goal: null,
  uncertainPolicy: 'resend',
  trigger: null,
};

/** Whom a trigger may start for when the campaign names no segment. */
export const everybody: Rule = { version: 1, where: { kind: 'everyone' } };
