import { composeMime } from '../mime/index.js';
import type { Channel, EmailMessage, SendOutcome } from './channel.js';
import type { Urgency } from '../pace/urgency.js';
import { Lanes } from '../delivery/lanes.js';
import { outcomeOfNodemailerError } from './nodemailer-outcome.js';
import { NodemailerFailure, NodemailerSession, type SmtpOptions } from './nodemailer-session.js';

const tooLate: SendOutcome = { state: 'unavailable', why: 'No connection was free in time.' };

/** Sends over SMTP with nodemailer. Connections stay warm. */
export class NodemailerChannel implements Channel<EmailMessage> {
  private readonly idle: NodemailerSession[] = [];
  private readonly lanes: Lanes;

  constructor(private readonly options: SmtpOptions) {
    this.lanes = new Lanes(options.connections);
  }

  send(message: EmailMessage, urgency?: Urgency): Promise<SendOutcome> {
    const deadline = performance.now() + this.options.attemptMs;
    return this.lanes.run(
      async () =>
        // Past it others may have taken it for lost: it must not leave any more.
        performance.now() < deadline ? this.sendNow(message) : tooLate,
      urgency,
    );
  }

  private async sendNow(message: EmailMessage): Promise<SendOutcome> {
    let mime: Buffer;
    try {
      mime = message.source ?? composeMime(message, { eightBit: false });
    } catch {
      return { state: 'failed', code: null, status: null };
    }
    const began = performance.now();
    const warm = this.warm();
    if (warm) {
      const outcome = await this.attempt(warm, message, mime);
      // A server may hang up on a connection that was idle; that says nothing about a fresh one.
      const late = performance.now() - began > this.options.attemptMs / 10;
      if (outcome.state !== 'unavailable' || late) return outcome;
    }
    return this.attempt(new NodemailerSession(this.options), message, mime);
  }

  async close(): Promise<void> {
    for (const session of this.idle.splice(0)) session.quit();
  }

  private warm(): NodemailerSession | undefined {
    for (let session = this.idle.pop(); session; session = this.idle.pop())
      if (session.usable) return session;
    return undefined;
  }

  /** Ends in time, whatever the server does; the connection is kept where it can be. */
  private async attempt(
    session: NodemailerSession,
    { envelopeFrom, to }: EmailMessage,
    mime: Buffer,
  ): Promise<SendOutcome> {
    const limit = setTimeout(() => session.close(), this.options.attemptMs);
    try {
      await session.ready();
      const { response } = await session.send(envelopeFrom, to, mime);
      this.keep(session);
      return { state: 'accepted', code: codeOf(response), providerId: queueIdOf(response) };
    } catch (error) {
      const outcome = outcomeOf(error);
      if (outcome.state === 'deferred' || outcome.state === 'failed') {
        await session.reset();
        this.keep(session);
      } else session.close();
      return outcome;
    } finally {
      clearTimeout(limit);
    }
  }

  private keep(session: NodemailerSession): void {
    if (session.usable) this.idle.push(session);
  }
}

function outcomeOf(error: unknown): SendOutcome {
  return error instanceof NodemailerFailure
    ? outcomeOfNodemailerError(error.cause, error.handedOver)
    : outcomeOfNodemailerError(error, false);
}

const codeOf = (response: string): number | null => Number(/^\d{3}/.exec(response)?.[0]) || null;

/** The name under which the next hop keeps the message, as Postfix and others write it. */
const queueIdOf = (response: string): string | null =>
  /queued as ([\w.-]{1,64})/i.exec(response)?.[1] ?? null;
