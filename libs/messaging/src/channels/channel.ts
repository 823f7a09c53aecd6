import type { BounceVerdict } from '../bounces/bounce-class.js';
import type { Urgency } from '../pace/urgency.js';
import type { HtmlPieces } from '../mime/pieces.js';

export type ChannelName = 'email' | 'sms';

/** A file that goes with a mail. */
export interface EmailAttachment {
  name: string;
  /** RFC 2045 media type. */
  contentType: string;
  content: Buffer;
}

/** A mail that is ready to be put into MIME. Texts are Unicode, with line ends of any kind. */
export interface EmailMessage {
  channel: 'email';
  /** Without angle brackets; the same at every attempt. */
  messageId: string;
  /** SMTP's MAIL FROM, of its own for each delivery (VERP), so that a bounce tells which one it was. */
  envelopeFrom: string;
  to: string;
  from: { name: string; address: string };
  replyTo: string | null;
  subject: string;
  /** Whole, or in the pieces in which its template rendered it: those are cheaper to encode. */
  html: string | HtmlPieces;
  text: string;
  headers: Readonly<Record<string, string>>;
  attachments?: readonly EmailAttachment[];
  /** The whole message in MIME, where it has been put together already. */
  source?: Buffer;
}

/** A text message. */
export interface SmsMessage {
  channel: 'sms';
  deliveryId: string;
  /** The gateway's idempotency key; the same at every attempt. */
  messageId: string;
  /** E.164. */
  to: string;
  /** Registered sender name or number. */
  from: string;
  text: string;
  campaignId: string;
}

export type Message = EmailMessage | SmsMessage;

/** How a message was refused. */
interface Refused {
  code: number | null;
  status: string | null;
  /** What the server said, where it did. */
  text?: string;
  /** It was the sender that was refused, before the recipient was named. */
  ofSender?: boolean;
  /** What it says of the address, where the way itself tells: gateways of text messages have codes for it. */
  verdict?: BounceVerdict;
}

/** What became of one attempt. */
export type SendOutcome =
  /** The next hop took responsibility (SMTP 250, RFC 5321 section 4.2.5). */
  | {
      state: 'accepted';
      code: number | null;
      providerId: string | null;
      /** The next hop's ids of all parts of a long text message, where there are several. */
      partIds?: readonly string[];
    }
  /** A passing refusal of this message (4xx). */
  | ({ state: 'deferred' } & Refused)
  /** A final refusal of this message (5xx). */
  | ({ state: 'failed' } & Refused)
  /** The connection broke after the whole message was handed over: it may have arrived. */
  | { state: 'uncertain' }
  /** Nothing can be sent this way now: no connection, or the server refuses everyone. */
  | {
      state: 'unavailable';
      why: string;
      /** What the server answered, where it did. */
      code?: number;
    };

/** One way to reach people. Never throws for what a server does: that is an outcome. */
export interface Channel<M extends Message> {
  /** @param urgency whoever finds no connection free waits behind those that are more urgent. */
  send(message: M, urgency?: Urgency): Promise<SendOutcome>;
  close(): Promise<void>;
}
