import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  SMTPServer,
  type SMTPServerDataStream,
  type SMTPServerSession,
  type SMTPServerAddress,
} from 'smtp-server';
import { Faults, atRecipient } from './faults.js';
import { readHeaders } from './headers.js';
import type { CaughtStore } from './store.js';

type Reply = (error?: Error | null, text?: string) => void;

/** An SMTP server that accepts every message and delivers none. */
export class MailCatcher {
  readonly faults = new Faults();
  private readonly server: SMTPServer;

  private constructor(private readonly store: CaughtStore) {
    this.server = new SMTPServer({
      name: 'catcher.localhost',
      banner: 'Saphan mail catcher',
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      logger: false,
      onRcptTo: (address, _session, reply) => this.onRecipient(address, reply),
      onData: (stream, session, reply) => this.onData(stream, session, reply),
    });
    // A client that goes away in mid-session is its own business.
    this.server.on('error', () => undefined);
  }

  /** @param port 0 for any free one */
  static async start(store: CaughtStore, port = 0, host = '127.0.0.1'): Promise<MailCatcher> {
    const catcher = new MailCatcher(store);
    await new Promise<void>((resolve, reject) => {
      catcher.server.server.once('error', reject);
      catcher.server.listen(port, host, resolve);
    });
    return catcher;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  /** For SMTP_URL. */
  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** Breaks the connections that are still open. */
  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const { _socket } of this.server.connections) _socket.destroy();
    await closed;
  }

  private onRecipient({ address }: SMTPServerAddress, reply: Reply): void {
    const fault = this.faults.strike([address], atRecipient);
    reply(fault?.do === 'reply' ? refusal(fault.code, fault.text) : null);
  }

  private onData(stream: SMTPServerDataStream, session: SMTPServerSession, reply: Reply): void {
    const to = session.envelope.rcptTo.map(({ address }) => address);
    const fault = this.faults.strike(to, (one) => !atRecipient(one));
    // The library answers 354 only after this, so the client has not sent the message yet.
    if (fault?.do === 'drop-before') return this.breakOff(session);
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', () => undefined);
    stream.on('end', () => {
      if (fault?.do === 'reply') return reply(refusal(fault.code, fault.text));
      this.keep(session, to, Buffer.concat(chunks)).then(
        async (id) => {
          if (fault?.do === 'drop-after') return this.breakOff(session);
          if (fault?.do === 'delay') await sleep(fault.milliseconds);
          reply(null, `OK: kept as ${id}`);
        },
        () => reply(refusal(452, 'the message could not be kept')),
      );
    });
  }

  private async keep(session: SMTPServerSession, to: string[], source: Buffer): Promise<string> {
    const fields = readHeaders(source);
    const { mailFrom } = session.envelope;
    const message = await this.store.add(
      {
        kind: 'email',
        from: mailFrom ? mailFrom.address : '',
        to,
        subject: fields.get('subject') ?? '',
        messageId: fields.get('message-id') ?? '',
        campaign: fields.get('x-saphan-campaign') ?? '',
      },
      source,
    );
    return message.id;
  }

  private breakOff(session: SMTPServerSession): void {
    for (const { id, _socket } of this.server.connections) {
      if (id === session.id) _socket.destroy();
    }
  }
}

function refusal(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}
