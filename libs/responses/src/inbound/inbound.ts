import type { BounceVerdict } from '#libs/messaging';

/** What leads from a mail to the delivery that it is about. Nothing of it is believed unless it is signed. */
export interface Clues {
  /** Addresses that may be the envelope sender of a delivery (VERP), lower case. */
  addresses: string[];
  /** Message-IDs: of the original, of what is answered, of what is referred to; the nearest first. */
  messageIds: string[];
  /** Tokens of unsubscribe links in the header of an original that was sent along. */
  unsubscribes: string[];
}

/** What a report says of one recipient. */
export interface FailedRecipient extends BounceVerdict {
  /** As the report writes it; not to be believed. Null where it names none. */
  address: string | null;
  /** SMTP reply code (RFC 5321), where one is told. */
  code: number | null;
  /** Enhanced status (RFC 3463), where one is told. */
  status: string | null;
  /** The reporting server's own words. */
  diagnostic: string;
}

interface Read {
  clues: Clues;
  /** The same of the mail itself: leads somewhere where it is a message of ours that came back whole. */
  own: Clues;
}

/** It was given up: RFC 3464's action `failed`, or the like in prose. */
export interface Bounce extends Read {
  kind: 'bounce';
  recipients: FailedRecipient[];
}

/** It is still being tried: RFC 3464's action `delayed`. Nothing follows from it. */
export interface Delayed extends Read {
  kind: 'delayed';
}

/** Somebody said that it was spam (RFC 5965). */
export interface Complaint extends Read {
  kind: 'complaint';
  /** `abuse`, `fraud`, `opt-out`, … */
  feedback: string;
}

/** A machine answered: out of office, a receipt, a robot (RFC 3834). */
export interface Automatic extends Read {
  kind: 'auto_reply' | 'challenge';
  /** Stable name of the rule that told. */
  rule: string;
}

/** A person answered. */
export interface Reply extends Read {
  kind: 'reply';
  /** What they wrote, without what they quoted. */
  text: string;
  subject: string;
  /** The answer's own Message-ID; empty where it has none. */
  messageId: string;
}

/** Nobody could say what it is. */
export interface Unknown extends Read {
  kind: 'unknown';
  why: string;
}

export type InboundMail = Bounce | Delayed | Complaint | Automatic | Reply | Unknown;
