import type { SendOutcome } from '../channels/channel.js';
import type { ReadyLine } from './handshake.js';
import { LineBroken } from './line.js';
import { outcomeOfReply } from './outcome.js';
import { isPath } from './path.js';
import type { Reply } from './reply.js';

/** A message that waits to be sent. */
export interface Job {
  envelopeFrom: string;
  to: string;
  /** Whether an address is not ASCII (RFC 6531). */
  smtpUtf8: boolean;
  /**
   * The message with CRLF line ends, the last line too, and no dots doubled.
   * @throws when it cannot be composed.
   */
  mime: (options: { eightBit: boolean }) => Buffer;
  /** When it must have been answered, by performance.now(): afterwards others may take it for lost. */
  deadline: number;
  /** The smaller, the more urgent. */
  rank: number;
  /** Connections that broke under it before it was handed over. */
  breaks: number;
  /** To be called once. */
  settle: (outcome: SendOutcome) => void;
}

/** How far the message under way has come. */
interface Transaction {
  job: Job;
  mime: Buffer;
  /** The reply that refused its envelope, and whether it was the sender that was refused. */
  refusal: Reply | null;
  ofSender: boolean;
  phase: 'envelope' | 'written' | 'handed_over';
}

/** What a connection tells its owner. */
export interface ConnectionOwner {
  /** The next message, which the connection now has; undefined when there is none. */
  next(): Job | undefined;
  /** Nothing is under way. */
  idle(connection: SmtpConnection): void;
  /** It is over. These were not begun: the server has no octet of them. */
  over(connection: SmtpConnection, unsent: readonly Job[], why: string): void;
}

/**
 * Sends one message after the other on one line. Where the server takes commands in groups (RFC 2920) a
 * message costs one write and one read: the envelope of the next one goes out behind the final dot.
 *
 * Knows of each message whether the server can have it: only between the final dot and its reply that is
 * not known, and there is never more than one message a connection in that state (RFC 1047).
 */
export class SmtpConnection {
  /** The one whose replies are awaited, and the one whose envelope rides behind it. */
  private readonly underWay: Transaction[] = [];
  private watch: NodeJS.Timeout | null = null;
  private resetFirst = false;
  /** Messages that were answered, whatever the answer. */
  served = 0;

  constructor(
    private readonly ready: ReadyLine,
    private readonly owner: ConnectionOwner,
  ) {
    ready.line.onBroken = (why) => this.lost(why);
  }

  get isOver(): boolean {
    return this.ready.line.isOver;
  }

  /** Begins with the next message, if there is one. Only to be called while it is idle. */
  work(): void {
    const transaction = this.prepare();
    if (!transaction) {
      this.owner.idle(this);
      return;
    }
    if (this.ready.extensions.pipelining) {
      this.ready.line.write(this.commands(transaction));
      this.expectEnvelope(transaction);
    } else void this.oneByOne(transaction);
  }

  /** Takes leave; what is under way is lost, so there should be nothing. */
  quit(): void {
    this.stopWatch();
    this.ready.line.quit();
  }

  /** The next message that this server may be given. */
  private prepare(): Transaction | undefined {
    const { eightBitMime, smtpUtf8, size } = this.ready.extensions;
    for (let job = this.owner.next(); job; job = this.owner.next()) {
      const fail = (status: string | null) => job.settle({ state: 'failed', code: null, status });
      if (!isPath(job.to) || !isPath(job.envelopeFrom)) {
        // RFC 3463 section 3.2: the address is not written as one.
        fail('5.1.3');
        continue;
      }
      if (job.smtpUtf8 && !smtpUtf8) {
        // RFC 6531 section 3.5
        fail('5.6.7');
        continue;
      }
      let mime: Buffer;
      try {
        mime = job.mime({ eightBit: eightBitMime });
      } catch {
        fail(null);
        continue;
      }
      if (size && mime.length > size.limit) {
        // RFC 1870 section 6.3
        fail('5.3.4');
        continue;
      }
      const transaction: Transaction = {
        job,
        mime,
        refusal: null,
        ofSender: false,
        phase: 'envelope',
      };
      this.underWay.push(transaction);
      this.watch ??= this.watchOver(job);
      return transaction;
    }
    return undefined;
  }

  private mail({ job, mime }: Transaction): string {
    const { size, eightBitMime } = this.ready.extensions;
    return (
      `MAIL FROM:<${job.envelopeFrom}>` +
      (size ? ` SIZE=${mime.length}` : '') +
      (eightBitMime ? ' BODY=8BITMIME' : '') +
      (job.smtpUtf8 ? ' SMTPUTF8' : '')
    );
  }

  /** The envelope as one group of commands. */
  private commands(transaction: Transaction): string {
    const reset = this.resetFirst ? 'RSET\r\n' : '';
    return `${reset}${this.mail(transaction)}\r\nRCPT TO:<${transaction.job.to}>\r\nDATA\r\n`;
  }

  private expectEnvelope(transaction: Transaction): void {
    const { line } = this.ready;
    const judge = (ofSender: boolean) => (reply: Reply) => {
      if (reply.code === 421) this.leave(reply);
      else if (reply.code >= 300) refuse(transaction, reply, ofSender);
    };
    if (this.resetFirst) line.expect((reply) => reply.code === 421 && this.leave(reply));
    this.resetFirst = false;
    line.expect(judge(true), judge(false), (reply) => this.afterData(transaction, reply));
  }

  /** Where the server takes one command at a time. */
  private async oneByOne(transaction: Transaction): Promise<void> {
    const { line } = this.ready;
    try {
      if (this.resetFirst) await line.ask('RSET');
      this.resetFirst = false;
      const commands = [this.mail(transaction), `RCPT TO:<${transaction.job.to}>`];
      for (const [at, command] of commands.entries()) {
        const reply = await line.ask(command);
        if (reply.code === 421) return this.leave(reply);
        if (reply.code < 300) continue;
        refuse(transaction, reply, at === 0);
        return this.refused(transaction);
      }
      this.afterData(transaction, await line.ask('DATA'));
    } catch {
      // The line is broken, and `lost` has been told.
    }
  }

  private afterData(transaction: Transaction, reply: Reply): void {
    if (reply.code === 421) return this.leave(reply);
    if (reply.code !== 354) {
      refuse(transaction, reply, false);
      return this.refused(transaction);
    }
    // Past its deadline others may have taken it for lost: it must not leave any more.
    if (transaction.job.deadline <= performance.now()) return this.giveUp();
    if (!transaction.refusal) return this.writeMessage(transaction);
    // The server takes a message for nobody: it gets an empty one (RFC 2920 section 3.1).
    this.ready.line.write('.\r\n');
    this.ready.line.expect(() => this.refused(transaction));
  }

  private refused(transaction: Transaction): void {
    this.resetFirst = true;
    this.settle(transaction, transaction.refusal!);
    this.work();
  }

  private writeMessage(transaction: Transaction): void {
    const { line, extensions } = this.ready;
    const body = doubleDots(transaction.mime);
    const rider = extensions.pipelining ? this.prepare() : undefined;
    // With something behind the dot, nobody can tell whether the dot is out before all of it is.
    transaction.phase = rider ? 'handed_over' : 'written';
    const rest = Buffer.from(rider ? `.\r\n${this.commands(rider)}` : '.\r\n');
    // Copied into one: that takes less than having two pieces written.
    line.write(Buffer.concat([body, rest]), () => {
      transaction.phase = 'handed_over';
    });
    line.expect((reply) => this.afterDot(transaction, reply, rider));
    if (rider) this.expectEnvelope(rider);
  }

  private afterDot(transaction: Transaction, reply: Reply, rider: Transaction | undefined): void {
    this.settle(transaction, reply);
    if (reply.code === 421) return this.leave(reply);
    if (!rider) this.work();
  }

  private settle(transaction: Transaction, reply: Reply): void {
    this.served += 1;
    this.underWay.splice(this.underWay.indexOf(transaction), 1);
    transaction.job.settle(outcomeOfReply(reply, transaction.ofSender));
  }

  /** 421: the server closes the channel, whatever was asked (RFC 5321 section 3.8). */
  private leave({ code }: Reply): void {
    this.ready.line.end(`The server answered ${code}.`);
  }

  private lost(why: LineBroken): void {
    this.stopWatch();
    const unsent: Job[] = [];
    for (const { job, phase, refusal, ofSender } of this.underWay.splice(0))
      if (refusal) job.settle(outcomeOfReply(refusal, ofSender));
      else if (phase === 'handed_over') job.settle({ state: 'uncertain' });
      else unsent.push(job);
    this.owner.over(this, unsent, why.message);
  }

  /** Hangs up when a deadline has passed. One timer for many messages: most are answered long before. */
  private watchOver({ deadline }: Job): NodeJS.Timeout {
    return setTimeout(
      () => {
        this.watch = null;
        const [first] = this.underWay;
        if (!first) return;
        if (first.job.deadline <= performance.now()) this.giveUp();
        else this.watch = this.watchOver(first.job);
      },
      Math.max(1, deadline - performance.now()),
    );
  }

  /** The line is broken by it, and `lost` is told; where it was broken before, nobody else tells. */
  private giveUp(): void {
    if (this.isOver) this.lost(new LineBroken('The line was broken before.'));
    else this.ready.line.end('It took too long.');
  }

  private stopWatch(): void {
    if (this.watch) clearTimeout(this.watch);
    this.watch = null;
  }
}

/** The first refusal is what counts: what follows on it says no more. */
function refuse(transaction: Transaction, reply: Reply, ofSender: boolean): void {
  if (transaction.refusal) return;
  transaction.refusal = reply;
  transaction.ofSender = ofSender;
}

const lineWithDot = Buffer.from('\r\n.');

/** Lines that begin with a dot get a second one (RFC 5321 section 4.5.2). */
export function doubleDots(mime: Buffer): Buffer {
  let at = mime.indexOf(lineWithDot);
  if (at < 0 && mime[0] !== 0x2e) return mime;
  const pieces: Buffer[] = mime[0] === 0x2e ? [Buffer.from('.')] : [];
  let from = 0;
  for (; at >= 0; at = mime.indexOf(lineWithDot, at + 2)) {
    pieces.push(mime.subarray(from, at + 2), Buffer.from('.'));
    from = at + 2;
  }
  return Buffer.concat([...pieces, mime.subarray(from)]);
}
