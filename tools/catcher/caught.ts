export type CaughtKind = 'email' | 'sms';

/** What is known of a caught message without opening it. */
export interface CaughtMessage {
  /** Counts up from 1 in the order of arrival, as a decimal string. */
  id: string;
  kind: CaughtKind;
  /** Instant of arrival, ISO 8601 in UTC. */
  at: string;
  /** E-mail: the envelope sender (MAIL FROM). SMS: the sender's name. */
  from: string;
  /** E-mail: every envelope recipient (RCPT TO). SMS: the one number, in E.164. */
  to: string[];
  /** E-mail: the decoded Subject. SMS: empty. */
  subject: string;
  /** E-mail: the Message-ID with its angle brackets. SMS: the id that the client chose. */
  messageId: string;
  /** From the header X-Saphan-Campaign, or the field `campaign` of an SMS; empty when absent. */
  campaign: string;
  /** Octets. */
  size: number;
}

/** What a catcher hands over to be kept; the store adds the rest. */
export type Arrival = Omit<CaughtMessage, 'id' | 'at' | 'size'>;

/** What to list, newest first. */
export interface CaughtQuery {
  kind?: CaughtKind;
  campaign?: string;
  /** Part of a recipient, in any case. */
  to?: string;
  /** The id of the last message of the page before: continue with the next older one. */
  after?: string;
  limit: number;
}

export interface CaughtPage {
  messages: CaughtMessage[];
  /** What to give as `after` for the next page; null on the last page. */
  next: string | null;
}
