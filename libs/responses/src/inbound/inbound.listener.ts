import type { AddressInfo } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import { messageOf } from '#libs/kernel';
import { ENV, Log, type Env } from '#libs/platform';
import { InboundAddresses } from './inbound-addresses.js';
import { InboundService } from './inbound.service.js';

/**
 * Bytes of a mail; reports that hold the whole original are larger than it by little. Written down it
 * takes twice as much, which every database's packets have room for.
 */
export const maxMailBytes = 5 * 1024 * 1024;
const maxClients = 50;
/** Mails under way are waited for, no longer than this, ms. */
const patienceMs = 5000;

type Reply = (error?: Error | null, text?: string) => void;

/**
 * Takes mails in by LMTP (RFC 2033) or SMTP (RFC 5321) from the mail server in front of us. A mail is
 * acknowledged only after its commit; what the database cannot take is refused for the time being, so
 * that the other side keeps it and comes again.
 */
@Injectable()
export class InboundListener {
  private server: SMTPServer | undefined;

  constructor(
    private readonly addresses: InboundAddresses,
    private readonly inbound: InboundService,
    private readonly log: Log,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Listens where the settings say; nowhere when they say nothing. @throws Error when it cannot. */
  async start(): Promise<void> {
    if (this.env.inboundListen === null) return;
    const { protocol, hostname, port } = new URL(this.env.inboundListen);
    const server = this.create(protocol === 'lmtp:');
    const host = hostname.replace(/^\[|\]$/g, '');
    await new Promise<void>((resolve, reject) => {
      server.server.once('error', (error) =>
        reject(new Error(`INBOUND_LISTEN cannot be listened on: ${messageOf(error)}`)),
      );
      server.listen(Number(port), host, resolve);
    });
    this.server = server;
    this.log.info('inbound.listening', { protocol: protocol.slice(0, -1), port: this.port });
  }

  /** Where it listens; null when it does not. */
  get port(): number | null {
    return this.server ? (this.server.server.address() as AddressInfo).port : null;
  }

  /** Takes no more connections, lets mails under way end, and closes. */
  async stop(): Promise<void> {
    const { server } = this;
    if (!server) return;
    this.server = undefined;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    // Whoever is silent between two mails is not waited for.
    for (const connection of server.connections)
      if (!connection.session.envelope.mailFrom) connection.close();
    await closed;
  }

  private create(lmtp: boolean): SMTPServer {
    const server = new SMTPServer({
      lmtp,
      name: this.env.mailDomain,
      banner: 'Saphan',
      size: maxMailBytes,
      maxClients,
      closeTimeout: patienceMs,
      // Mails come from next door; what they say is believed by its tokens alone.
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      logger: false,
      onRcptTo: ({ address }, _session, reply) => this.onRecipient(address, reply),
      onData: (stream, session, reply) => {
        const { mailFrom, rcptTo } = session.envelope;
        const recipients = rcptTo.map(({ address }) => address);
        // RFC 5321 section 4.4: who takes a mail last writes down its envelope sender.
        const returnPath = `Return-Path: <${mailFrom ? mailFrom.address : ''}>\r\n`;
        this.onData(stream, returnPath, recipients, reply);
      },
    });
    // A client that goes away in mid-session is its own business.
    server.on('error', () => undefined);
    return server;
  }

  private onRecipient(address: string, reply: Reply): void {
    this.addresses.accepts(address).then(
      (ours) => reply(ours ? null : refusal(550, '5.1.1 No such address here')),
      (error: unknown) => this.later(error, reply),
    );
  }

  private onData(
    stream: SMTPServerDataStream,
    returnPath: string,
    recipients: readonly string[],
    reply: Reply,
  ): void {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => {
      // What is too large is read to its end, and refused by the server itself.
      if (stream.sizeExceeded) chunks.length = 0;
      else chunks.push(chunk);
    });
    stream.on('error', () => undefined);
    stream.on('end', () => {
      if (stream.sizeExceeded) return reply(refusal(552, '5.3.4 Message too large'));
      const raw = Buffer.concat([Buffer.from(returnPath), ...chunks]);
      this.inbound.take(raw, recipients).then(
        () => reply(null, '2.0.0 Taken'),
        (error: unknown) => this.later(error, reply),
      );
    });
  }

  private later(error: unknown, reply: Reply): void {
    this.log.error('inbound.refused', { error });
    reply(refusal(451, '4.3.0 Not now, please try again'));
  }
}

const refusal = (responseCode: number, text: string): Error =>
  Object.assign(new Error(text), { responseCode });
