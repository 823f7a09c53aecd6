import type { MessageType } from './message.js';

/** Bytes of a batch, unzipped. */
export const maxBatchBytes = 500 * 1024;

/** Bytes of one message, as JSON. */
export const maxMessageBytes = 32 * 1024;

/** Messages of one batch: more than fit into its bytes with a name each. */
export const maxBatchMessages = 10_000;

/** How long events of visitors who never said who they are wait for it, days. */
export const anonymousDays = 90;

/** How long what was refused can be looked at, days. */
export const refusalDays = 30;

/** Events that wait for one visitor to say who they are. */
export const maxWaiting = 10_000;

/** Rung when messages have arrived. */
export const intakeBell = 'intake';

/** One request as it goes into the inbox. */
export interface Parcel {
  receivedAt: Date;
  /** In whose namespace the messages' ids are unique. */
  source: string;
  /** Brought in later: nobody acts upon it. */
  history: boolean;
  /** What the request's one message is; null for a batch. */
  type: MessageType | null;
  /** How many messages. */
  messages: number;
  /** The request's body as it came: JSON, in which the write key has been made unreadable. */
  body: Buffer;
}

/** The same, read back. */
export interface ReadParcel {
  receivedAt: string;
  source: string;
  history: boolean;
  type: MessageType | null;
  body: Readonly<Record<string, unknown>>;
}
