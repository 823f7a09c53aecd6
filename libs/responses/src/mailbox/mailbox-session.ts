import { ImapFlow } from 'imapflow';
import type { MailboxAddress } from './mailbox-address.js';

/** Longest wait for a connection, and for an answer, ms. */
const connectMs = 15_000;
const silenceMs = 60_000;
/** After so long without a command the server is asked to tell of new mails (RFC 2177), ms. */
const idleAfterMs = 500;

/** A mail as the server has it. */
export interface MailboxMail {
  uid: number;
  /** RFC 5322, no more of it than was asked for; null when it has been taken away meanwhile. */
  raw: Buffer | null;
}

/** One connection to a mailbox (RFC 9051, or RFC 3501). */
export class MailboxSession {
  private readonly client: ImapFlow;
  private news = false;
  private onNews: () => void = () => undefined;

  private constructor(
    { host, port, tls, user, password }: MailboxAddress,
    private readonly maxBytes: number,
  ) {
    this.client = new ImapFlow({
      host,
      port,
      secure: tls === 'implicit',
      ...(tls !== 'implicit' && { doSTARTTLS: tls === 'required' }),
      auth: { user, pass: password },
      // It would write down what goes over the line.
      logger: false,
      connectionTimeout: connectMs,
      greetingTimeout: connectMs,
      socketTimeout: silenceMs * 5,
      autoIdleDelay: idleAfterMs,
      // A mail takes somewhat more than its octets.
      maxLiteralSize: maxBytes + 1024 * 1024,
    });
    const wake = () => this.tell();
    this.client.on('exists', wake);
    this.client.on('close', wake);
    // Whoever waits for an answer is told by it.
    this.client.on('error', wake);
  }

  /** Connects, logs in and opens the folder. @throws Error */
  static async open(address: MailboxAddress, maxBytes: number): Promise<MailboxSession> {
    const session = new MailboxSession(address, maxBytes);
    try {
      await session.client.connect();
      await session.client.mailboxOpen(address.folder);
      return session;
    } catch (error) {
      session.client.close();
      throw error;
    }
  }

  get isOpen(): boolean {
    return this.client.usable;
  }

  /** UIDs of the mails that nobody has marked as read, the oldest first. @throws Error */
  async unseen(): Promise<number[]> {
    this.news = false;
    const found = await this.client.search({ seen: false, deleted: false }, { uid: true });
    if (!found) throw new Error('The server does not search.');
    return found.sort((a, b) => a - b);
  }

  /** Leaves it unread. @throws Error */
  async fetch(uid: number): Promise<MailboxMail> {
    const source = { start: 0, maxLength: this.maxBytes };
    const found = await this.client.fetchOne(String(uid), { source }, { uid: true });
    return { uid, raw: (found && found.source) || null };
  }

  /** @throws Error when the server does not do it: the mail would come again and again. */
  async markRead(uid: number): Promise<void> {
    const done = await this.client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
    if (!done) throw new Error('The server marks nothing as read.');
  }

  /** Waits at most so many ms. @returns whether something has come or happened */
  async wait(ms: number): Promise<boolean> {
    if (!this.news && this.isOpen)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.onNews = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    return this.news || !this.isOpen;
  }

  /** Ends a wait. */
  tell(): void {
    this.news = true;
    this.onNews();
  }

  /** Takes leave, where anybody listens. */
  async close(): Promise<void> {
    if (this.isOpen) await this.client.logout().catch(() => undefined);
    this.client.close();
  }
}
