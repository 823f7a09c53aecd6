import type { ChannelName } from '../channels/channel.js';

/** At most so many marketing messages a person within so many hours, whichever campaigns they are of. */
export interface FrequencyCap {
  /** Messages of this channel alone; null: of all channels together. */
  channel: ChannelName | null;
  messages: number;
  hours: number;
}

/** A part of the day, by somebody's wall clock. It may run past midnight. */
export interface QuietWindow {
  /** `21:00` */
  from: string;
  to: string;
}

/** When no marketing message is handed over; it goes when the window ends. */
export interface QuietHours extends QuietWindow {
  /** Null: every channel. */
  channel: ChannelName | null;
  /** ISO 3166-1 alpha-2. People of a country that is named have its windows and no others. */
  country: string | null;
}

export const pacePeriods = ['second', 'minute', 'hour', 'day'] as const;
export type PacePeriod = (typeof pacePeriods)[number];

export const paceScopes = ['channel', 'sender', 'domain'] as const;
export type PaceScope = (typeof paceScopes)[number];

/** At most so many messages in any stretch of time of this length, whoever sends them. */
export interface PaceLimit {
  /** What is counted together: all of a channel (a provider's quota), of a sender, or to a mail domain. */
  scope: PaceScope;
  /** `email`, `sms`; a sender's address or domain; a recipients' domain, or `*`: each by itself. */
  key: string;
  messages: number;
  per: PacePeriod;
}

/** What mail servers may see of a sender they do not know yet, day by day. */
export interface WarmUp {
  /** The sender's address, or domain. */
  sender: string;
  /** Its first day, `2026-11-24`, in the organisation's zone. */
  from: string;
  /** Messages on each day; after the last one there is no limit. */
  perDay: readonly number[];
}

/** How much is too much, and how fast: an organisation's rules for everything it sends. */
export interface SendingLimits {
  caps: readonly FrequencyCap[];
  quietHours: readonly QuietHours[];
  pace: readonly PaceLimit[];
  warmUps: readonly WarmUp[];
}

export const noLimits: SendingLimits = { caps: [], quietHours: [], pace: [], warmUps: [] };
