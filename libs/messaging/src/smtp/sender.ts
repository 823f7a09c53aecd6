import type { Channel, EmailMessage, SendOutcome } from '../channels/channel.js';
import { urgencies, type Urgency } from '../pace/urgency.js';
import { composeMime, needsSmtpUtf8 } from '../mime/index.js';
import type { SmtpAddress } from './address.js';
import { SmtpConnection, type ConnectionOwner, type Job } from './connection.js';
import { openLine } from './handshake.js';
import { choose, Host } from './host.js';

export interface SmtpSenderOptions {
  /** Any of them will do: messages are spread over them. */
  servers: readonly SmtpAddress[];
  /** Connections in all. */
  connections: number;
  /** Longest silence of a server that owes a reply, ms. */
  silenceMs: number;
  /** Longest time from `send` to the outcome, ms. */
  attemptMs: number;
}

/** Longest wait for each step until a connection is ready, ms. */
const connectMs = 10_000;

/** Connections that have had no work for so long are given up, before the server does it, ms. */
const idleMs = 20_000;

/** So many connections may break under a message before it was handed over. */
const mostBreaks = 3;

const tooLate: SendOutcome = { state: 'unavailable', why: 'No connection was free in time.' };

/** Sends e-mail over warm, pipelining connections to one mail server or several. */
export class SmtpSender implements Channel<EmailMessage>, ConnectionOwner {
  /** The most urgent first, and of these whoever came first. */
  private readonly queue: Job[] = [];
  private readonly hosts: readonly Host[];
  private readonly open = new Map<SmtpConnection, Host>();
  /** Those without work, and when each is given up. */
  private readonly idling = new Map<SmtpConnection, NodeJS.Timeout>();
  private opening = 0;
  private whenEmpty: (() => void) | null = null;
  /** Looks again when a host has rested. */
  private waking: NodeJS.Timeout | null = null;
  /** Gives up what has waited too long for a connection. */
  private expiring: NodeJS.Timeout | null = null;

  constructor(private readonly options: SmtpSenderOptions) {
    this.hosts = options.servers.map((address) => new Host(address));
  }

  /** Whatever a server does is an outcome. */
  send(message: EmailMessage, urgency: Urgency = 'bulk'): Promise<SendOutcome> {
    return new Promise((resolve) => {
      const rank = urgencies.indexOf(urgency);
      const behind = this.queue.findLastIndex((each) => each.rank <= rank);
      this.queue.splice(behind + 1, 0, {
        rank,
        envelopeFrom: message.envelopeFrom,
        to: message.to,
        smtpUtf8: needsSmtpUtf8(message),
        mime: (options) => message.source ?? composeMime(message, options),
        deadline: performance.now() + this.options.attemptMs,
        breaks: 0,
        settle: resolve,
      });
      this.serve();
    });
  }

  /** Takes leave of every server, once what is under way has ended. */
  async close(): Promise<void> {
    const empty = new Promise<void>((resolve) => (this.whenEmpty = resolve));
    for (const timer of [this.waking, this.expiring]) if (timer) clearTimeout(timer);
    for (const connection of [...this.idling.keys()]) this.giveUp(connection);
    this.mayBeEmpty();
    await empty;
  }

  next(): Job | undefined {
    for (let job = this.queue.shift(); job; job = this.queue.shift()) {
      if (job.deadline > performance.now()) return job;
      job.settle(tooLate);
    }
    return undefined;
  }

  idle(connection: SmtpConnection): void {
    if (this.whenEmpty) return this.giveUp(connection);
    const timer = setTimeout(() => this.giveUp(connection), idleMs);
    this.idling.set(connection, timer);
  }

  over(connection: SmtpConnection, unsent: readonly Job[], why: string): void {
    const host = this.open.get(connection);
    this.forget(connection);
    for (const job of unsent)
      if ((job.breaks += 1) < mostBreaks) this.queue.unshift(job);
      else job.settle({ state: 'unavailable', why });
    // Whoever hangs up before anything was served does not really let us in.
    if (host && connection.served === 0) this.notLetIn(host, why);
    else this.serve();
  }

  /** Finds connections for what waits: idle ones, else new ones, as many as there may be. */
  private serve(): void {
    while (this.queue.length > 0) {
      const [connection] = this.idling.keys();
      if (connection) {
        this.wake(connection);
        connection.work();
        continue;
      }
      this.watchQueue();
      // Each that is being connected will take one of them, too.
      const missing = Math.min(this.queue.length, this.options.connections - this.open.size);
      if (this.opening >= missing) return;
      const host = choose(this.hosts);
      // One is enough to see whether a server lets us in again; others would only be turned away.
      if (host.isResting && this.open.size + this.opening > 0) return this.wakeAt(host.restsUntil);
      void this.connect(host);
    }
    this.mayBeEmpty();
  }

  private wakeAt(instant: number): void {
    this.waking ??= setTimeout(() => {
      this.waking = null;
      this.serve();
    }, instant - performance.now());
  }

  /** One timer for all that wait. */
  private watchQueue(): void {
    if (this.queue.length === 0 || this.expiring) return;
    const first = Math.min(...this.queue.map(({ deadline }) => deadline));
    this.expiring = setTimeout(
      () => {
        this.expiring = null;
        const now = performance.now();
        for (const job of this.queue.filter(({ deadline }) => deadline <= now)) {
          this.queue.splice(this.queue.indexOf(job), 1);
          job.settle(tooLate);
        }
        this.watchQueue();
        this.mayBeEmpty();
      },
      Math.max(1, first - performance.now()),
    );
  }

  private async connect(host: Host): Promise<void> {
    this.opening += 1;
    host.connections += 1;
    const { silenceMs, attemptMs } = this.options;
    const patience = { connectMs: Math.min(connectMs, silenceMs, attemptMs), silenceMs };
    const ready = await openLine(host.address, patience).catch((error: Error) => error);
    this.opening -= 1;
    // A farewell may have come with the last words of the greeting.
    if (ready instanceof Error || ready.line.isOver) {
      host.connections -= 1;
      return this.notLetIn(host, ready instanceof Error ? ready.message : 'The server hung up.');
    }
    host.reached();
    const connection = new SmtpConnection(ready, this);
    this.open.set(connection, host);
    connection.work();
  }

  private notLetIn(host: Host, why: string): void {
    host.missed();
    // Whoever is still at the door may be let in; then the rest goes over that connection.
    const hope = this.open.size + this.opening > 0 || this.hosts.some((each) => !each.isResting);
    if (!hope) this.refuseAll(why);
    this.serve();
  }

  /** Nobody lets us in: whoever gave us these tries again later. */
  private refuseAll(why: string): void {
    for (const { settle } of this.queue.splice(0)) settle({ state: 'unavailable', why });
  }

  private wake(connection: SmtpConnection): void {
    clearTimeout(this.idling.get(connection));
    this.idling.delete(connection);
  }

  private giveUp(connection: SmtpConnection): void {
    connection.quit();
    this.forget(connection);
    this.mayBeEmpty();
  }

  private forget(connection: SmtpConnection): void {
    this.wake(connection);
    const host = this.open.get(connection);
    if (host) host.connections -= 1;
    this.open.delete(connection);
  }

  private mayBeEmpty(): void {
    if (this.open.size + this.opening + this.queue.length === 0) this.whenEmpty?.();
  }
}
