import type { ChannelName } from '../channels/channel.js';
import type { Urgency } from '../pace/urgency.js';

/** Who a message comes from. */
export interface SenderIdentity {
  name: string;
  /** E-mail address, or a registered SMS sender name. */
  address: string;
  replyTo: string | null;
}

/** Why somebody is written to. Marketing needs consent; a transactional message follows from a deal. */
export type Purpose = 'marketing' | 'transactional';

/** What happens to a delivery of which nobody knows whether it arrived. */
export type UncertainPolicy = 'resend' | 'hold';

/** What is sent, frozen when a campaign is approved: all that messaging knows of a campaign. */
export interface Mailing {
  id: string;
  campaignId: string;
  campaignName: string;
  channel: ChannelName;
  purpose: Purpose;
  templateVersionId: string;
  sender: SenderIdentity;
  /** Share of eligible contacts that get nothing, 0 to below 1. */
  holdoutShare: number;
  /** The campaign's; decides with the contact's id who is held out. */
  salt: string;
  uncertainPolicy: UncertainPolicy;
  /** Of mailings that compete for a capped person the higher one goes first. */
  priority: number;
  urgency: Urgency;
}
