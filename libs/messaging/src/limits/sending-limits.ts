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

/** How much is too much: an organisation's rules for everybody it writes to. */
export interface SendingLimits {
  caps: readonly FrequencyCap[];
  quietHours: readonly QuietHours[];
}

export const noLimits: SendingLimits = { caps: [], quietHours: [] };
