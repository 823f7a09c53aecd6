import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { ENV, Log, Metrics, type Env } from '#libs/platform';
import { maxMailBytes } from '../inbound/inbound.listener.js';
import { InboundService } from '../inbound/inbound.service.js';
import { readMailboxAddress, type MailboxAddress } from './mailbox-address.js';
import { MailboxSession } from './mailbox-session.js';
import { MailboxRepository } from './mailbox.repository.js';

/** A server that does not tell of new mails is asked after this, ms. */
const askMs = 60_000;
const firstPauseMs = 1000;
const longestPauseMs = 300_000;

/**
 * Reads a mailbox over IMAP: each mail is taken in, and marked as read after its commit. Killed between
 * the two it is taken in again, which changes nothing. Of all workers one at a time reads.
 */
@Injectable()
export class MailboxReader {
  private readonly holder = randomBytes(16);
  private readonly address: MailboxAddress | null;
  private readonly stopping = new AbortController();
  private session: MailboxSession | null = null;
  private running: Promise<void> | null = null;
  private heldUntil = 0;
  private missed = 0;
  private readonly losses;

  constructor(
    private readonly repository: MailboxRepository,
    private readonly inbound: InboundService,
    private readonly log: Log,
    metrics: Metrics,
    @Inject(ENV) private readonly env: Env,
  ) {
    this.address = env.inboundImapUrl === null ? null : readMailboxAddress(env.inboundImapUrl);
    this.losses = metrics.counter(
      'saphan_inbound_mailbox_losses_total',
      'Connections to the mailbox that were lost or not to be had',
    );
    metrics.gauge(
      'saphan_inbound_mailbox_missed',
      'Mails that the server of the mailbox did not give away when it was asked last',
      () => this.missed,
    );
  }

  /** Begins, where the settings name a mailbox. */
  start(): void {
    if (this.address) this.running = this.run(this.address);
  }

  /** Lets the mail that is under way end, takes leave, and leaves the mailbox to others. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.session?.tell();
    await this.running;
  }

  private async run(address: MailboxAddress): Promise<void> {
    for (let pauseMs = firstPauseMs; !this.stopping.signal.aborted;) {
      try {
        if (await this.mayRead(address)) {
          await this.read(address, () => (pauseMs = firstPauseMs));
          continue;
        }
        await this.pause(this.thirdMs);
      } catch (error) {
        this.losses.inc();
        this.log.warn('inbound.mailbox_lost', { why: whyOf(error), pauseMs });
        await this.release(address);
        await this.pause(pauseMs);
        pauseMs = Math.min(longestPauseMs, pauseMs * 2);
      }
    }
    await this.release(address);
  }

  /** Until the connection or the right to read ends. @throws Error */
  private async read(address: MailboxAddress, onRead: () => void): Promise<void> {
    const session = await MailboxSession.open(address, maxMailBytes);
    this.session = session;
    this.log.info('inbound.mailbox_opened');
    try {
      while (await this.mayRead(address)) {
        await this.takeAll(address, session);
        onRead();
        await this.waitForNews(address, session);
        if (!session.isOpen) throw new Error('The connection ended.');
      }
    } finally {
      this.session = null;
      this.missed = 0;
      await session.close();
    }
  }

  /** Holds the mailbox meanwhile. */
  private async waitForNews(address: MailboxAddress, session: MailboxSession): Promise<void> {
    const until = performance.now() + askMs;
    while (performance.now() < until && (await this.mayRead(address)))
      if (await session.wait(this.thirdMs)) return;
  }

  /** Takes in what is unread. What the server does not give away stands before no other, and is asked for again next time. */
  private async takeAll(address: MailboxAddress, session: MailboxSession): Promise<void> {
    const missed: { uid: number; why: string }[] = [];
    for (const uid of await session.unseen()) {
      if (!(await this.mayRead(address))) return;
      const mail = await session.fetch(uid).catch((error: unknown) => {
        if (!session.isOpen) throw error;
        missed.push({ uid, why: whyOf(error) });
      });
      if (!mail) continue;
      // The envelope is gone: whom it was for stands in the header, where relays write it down.
      if (mail.raw) await this.inbound.take(mail.raw, []);
      await session.markRead(uid);
    }
    this.missed = missed.length;
    if (missed.length > 0)
      this.log.warn('inbound.mails_not_given', { missed: missed.length, ...missed[0] });
  }

  private get thirdMs(): number {
    return (this.env.leaseSeconds * 1000) / 3;
  }

  /** Whether the mailbox is ours for a while. Asks the database when a third of that is over. */
  private async mayRead({ name }: MailboxAddress): Promise<boolean> {
    if (this.stopping.signal.aborted) return false;
    const now = performance.now();
    if (now < this.heldUntil - 2 * this.thirdMs) return true;
    const held = await this.repository.hold(name, this.holder, this.env.leaseSeconds);
    this.heldUntil = held ? now + this.env.leaseSeconds * 1000 : 0;
    return held;
  }

  private async release({ name }: MailboxAddress): Promise<void> {
    if (this.heldUntil === 0) return;
    this.heldUntil = 0;
    await this.repository.release(name, this.holder).catch(() => undefined);
  }

  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}

/** A name alone: the words of servers may hold the user, or what was in a mail. */
function whyOf(error: unknown): string {
  const { authenticationFailed, serverResponseCode, code, name } = error as Record<string, unknown>;
  if (authenticationFailed) return 'login refused';
  const names = [serverResponseCode, code, name].filter((one) => typeof one === 'string');
  return names.find((one) => /^[\w-]{1,40}$/.test(one)) ?? 'unknown';
}
