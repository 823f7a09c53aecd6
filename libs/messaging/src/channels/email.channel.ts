import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Channel, EmailMessage, SendOutcome } from './channel.js';
import { outcomeOfSmtpError } from './smtp-outcome.js';

export interface EmailOptions {
  /** smtp:// or smtps:// with user and password where the relay wants them. */
  url: string;
  connections: number;
  /** Longest silence of the server, ms. Shorter than a lease, so that we hear of it ourselves. */
  silenceMs: number;
}

/** Sends over SMTP with nodemailer's pool of warm connections. */
export class EmailChannel implements Channel<EmailMessage> {
  private readonly transport;

  constructor({ url, connections, silenceMs }: EmailOptions) {
    this.transport = createTransport({
      url,
      pool: true,
      maxConnections: connections,
      maxMessages: Infinity,
      // A message is tried once: whether and when again is the ledger's decision.
      maxRequeues: 0,
      connectionTimeout: Math.min(silenceMs, 10_000),
      greetingTimeout: Math.min(silenceMs, 10_000),
      socketTimeout: silenceMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send(message: EmailMessage): Promise<SendOutcome> {
    const mime = await compose(message);
    const body = Readable.from([mime]);
    let handedOver = false;
    // nodemailer reports a break before and after the final dot alike; the dot is only written once
    // the body has come to its end.
    body.once('end', () => {
      handedOver = true;
    });
    try {
      const info = await this.transport.sendMail({
        envelope: { from: message.envelopeFrom, to: [message.to] },
        raw: body,
      });
      return {
        state: 'accepted',
        code: codeOf(info.response),
        providerId: queueIdOf(info.response),
      };
    } catch (error) {
      return outcomeOfSmtpError(error, handedOver);
    }
  }

  async close(): Promise<void> {
    this.transport.close();
  }
}

/** The whole message in MIME: text and HTML as alternatives (RFC 2046 section 5.1.4). */
function compose(message: EmailMessage): Promise<Buffer> {
  const mail = new MailComposer({
    messageId: `<${message.messageId}>`,
    from: message.from,
    to: { name: '', address: message.to },
    replyTo: message.replyTo ?? undefined,
    subject: message.subject,
    text: message.text,
    html: message.html,
    headers: { ...message.headers },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return mail.compile().build();
}

const codeOf = (response: string): number | null => Number(/^\d{3}/.exec(response)?.[0]) || null;

/** The name under which the next hop keeps the message, as Postfix and others write it. */
const queueIdOf = (response: string): string | null =>
  /queued as ([\w.-]{1,64})/i.exec(response)?.[1] ?? null;
