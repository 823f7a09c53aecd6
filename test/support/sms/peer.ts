import type { Channel, SmsMessage } from '#libs/messaging';

/** What the other side does with a message. */
export type Manner =
  | 'take'
  /** Nobody has the number. */
  | 'refuse the number'
  | 'refuse for the time being'
  | 'refuse everybody'
  /** It hears the message and hangs up. */
  | 'hang up'
  /** It hears the message and says nothing. */
  | 'say nothing';

/** A message as the other side understood it. */
export interface Heard {
  from: string;
  to: string;
  text: string;
}

/** The other side of a way to send text messages: real sockets, and manners of its own. */
export interface SmsPeer {
  manner: Manner;
  /** What it took, whole messages. */
  readonly heard: Heard[];
  /** The way to it. */
  channel(limits: { silenceMs: number; attemptMs: number }): Channel<SmsMessage>;
  stop(): Promise<void>;
}

export const smsMessage: SmsMessage = {
  channel: 'sms',
  deliveryId: '1',
  messageId: '00112233445566778899aabbccddeeff@example.test',
  to: '+66812345678',
  from: 'SAPHAN',
  text: 'Sale today!',
  campaignId: '7',
};
