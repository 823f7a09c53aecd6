/** A mailbox of a test, whoever serves it. */
export interface ImapServer {
  /** For INBOUND_IMAP_URL. */
  url: string;
  /** Puts a mail into the inbox, as a mail server does. */
  deliver(raw: Buffer): Promise<void>;
  /** How many mails of the inbox are marked as read, and how many are not. */
  counts(): Promise<{ seen: number; unseen: number }>;
  stop(): Promise<void>;
}
