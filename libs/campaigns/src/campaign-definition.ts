import type { Purpose, UncertainPolicy, Urgency } from '#libs/messaging';
import type { Rule } from '#libs/rules';
import type { Trigger } from './triggers/trigger.js';

/** What counts as success: an event of this name within the window after the campaign's instant, or after a triggered message was planned. */
export interface Goal {
  event: string;
  windowHours: number;
}

/** From what gives way to what goes first. */
export const campaignPriorities = ['low', 'normal', 'high'] as const;
export type CampaignPriority = (typeof campaignPriorities)[number];

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
  /** Which of several campaigns somebody gets who may not have them all. */
  priority: CampaignPriority;
  /** `09:00` by each recipient's wall clock: a broadcast reaches each at the first one after its start. */
  localTime: string | null;
  /** A broadcast is spread evenly over so many minutes; 0: as fast as it goes. */
  spreadMinutes: number;
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
  priority: 'normal',
  localTime: null,
  spreadMinutes: 0,
  trigger: null,
};

/** Somebody waits for what follows from what they did; a broadcast nobody waits for. */
export const urgencyOf = ({ trigger, purpose }: CampaignDefinition): Urgency =>
  !trigger ? 'bulk' : purpose === 'transactional' ? 'now' : 'soon';

/** A definition as it was written, also before there was all of this. */
export const wholeDefinition = (written: Partial<CampaignDefinition>): CampaignDefinition => ({
  ...emptyDefinition,
  ...written,
});

/** Whom a trigger may start for when the campaign names no segment. */
export const everybody: Rule = { version: 1, where: { kind: 'everyone' } };
