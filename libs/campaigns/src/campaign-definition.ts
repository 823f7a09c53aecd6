import type { Purpose, UncertainPolicy } from '#libs/messaging';

/** What counts as success: an event of this name within the window after the campaign's instant. */
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
}

export const emptyDefinition: CampaignDefinition = {
  segmentId: null,
  templateId: null,
  senderId: null,
  purpose: 'marketing',
  holdoutShare: 0,
  goal: null,
  uncertainPolicy: 'resend',
};
