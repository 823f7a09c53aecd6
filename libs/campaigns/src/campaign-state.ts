import type { Transitions } from '#libs/kernel';

/** Where a campaign stands. */
export type CampaignState =
  'draft' | 'review' | 'approved' | 'scheduled' | 'running' | 'paused' | 'done' | 'cancelled';

/** Every legal move of a campaign; nothing else changes its state. */
export const campaignTransitions: Transitions<CampaignState> = {
  draft: ['review', 'cancelled'],
  review: ['draft', 'approved', 'cancelled'],
  approved: ['draft', 'scheduled', 'cancelled'],
  scheduled: ['approved', 'running', 'cancelled'],
  running: ['paused', 'done', 'cancelled'],
  paused: ['running', 'cancelled'],
  // What was given up is sent again.
  done: ['running'],
  cancelled: [],
};
