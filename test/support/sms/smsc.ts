import type { AddressInfo } from 'node:net';
import smpp from 'smpp';
import type { Pdu, Session } from 'smpp';
import { readSmppAddress, SmppChannel, type SmsSignals } from '#libs/messaging';
import type { Heard, Manner, SmsPeer } from './peer.js';

const statuses = {
  'refuse the number': 0x0b,
  'refuse for the time being': 0x58,
  'refuse everybody': 0x0f,
} as const;

interface Part {
  /** 1 when the message has no others. */
  seq: number;
  total: number;
  reference: number | null;
  pdu: Pdu;
  text: string;
}

interface SmscOptions {
  key?: Buffer;
  cert?: Buffer;
}

/** A message centre that speaks SMPP 3.4 (the package's own server), with manners. */
export class Smsc implements SmsPeer {
  manner: Manner = 'take';
  readonly heard: Heard[] = [];
  /** Every submit_sm that was taken. */
  readonly parts: Part[] = [];
  /** What was bound with. */
  readonly binds: Pdu[] = [];
  readonly sessions = new Set<Session>();
  /** How it answers each further submit_sm; then by its manner. */
  readonly script: (number | 'hang up' | 'say nothing')[] = [];
  /** enquire_link that were answered; `deaf` answers none. */
  enquired = 0;
  deaf = false;
  /** Answers wait so long, ms; how many waited at most at a time. */
  delayMs = 0;
  waiting = 0;
  mostWaiting = 0;
  private ids = 0;

  private constructor(
    private readonly server: ReturnType<typeof smpp.createServer>,
    private readonly tls: boolean,
  ) {}

  static async start(options: SmscOptions = {}, port = 0): Promise<Smsc> {
    const server = smpp.createServer({ ...options }, (session) => smsc.serve(session));
    const smsc = new Smsc(server, options.key !== undefined);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
    return smsc;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** For SMPP_URL. */
  get url(): string {
    return `${this.tls ? 'ssmpp' : 'smpp'}://saphan:secret@127.0.0.1:${this.port}`;
  }

  channel(
    limits: { silenceMs: number; attemptMs: number },
    more: { window?: number; enquireMs?: number; signals?: SmsSignals } = {},
  ): SmppChannel {
    const { window = 10, enquireMs = 30_000, signals } = more;
    const address = readSmppAddress(this.url);
    const channel = new SmppChannel({ address, window, enquireMs, ...limits });
    if (signals) channel.receive(signals);
    return channel;
  }

  /** Sends a deliver_sm. @returns the status it was answered with. */
  deliver(fields: Record<string, unknown>): Promise<number> {
    const [session] = this.sessions;
    if (!session) throw new Error('Nobody is bound.');
    return new Promise((resolve) => {
      session.deliver_sm(fields, ({ command_status }) => resolve(command_status));
    });
  }

  hangUp(): void {
    for (const session of this.sessions) session.destroy();
  }

  async stop(): Promise<void> {
    this.hangUp();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(session: Session): void {
    session.on('error', () => session.destroy());
    session.on('close', () => this.sessions.delete(session));
    session.on('bind_transceiver', (pdu: Pdu) => {
      this.binds.push(pdu);
      const status = this.manner === 'refuse everybody' ? 0x0d : 0;
      if (status === 0) this.sessions.add(session);
      session.send(pdu.response({ command_status: status }));
    });
    session.on('enquire_link', (pdu: Pdu) => {
      if (this.deaf) return;
      this.enquired += 1;
      session.send(pdu.response());
    });
    session.on('unbind', (pdu: Pdu) => {
      session.send(pdu.response());
      session.close();
    });
    session.on('submit_sm', (pdu: Pdu) => {
      this.mostWaiting = Math.max(this.mostWaiting, ++this.waiting);
      setTimeout(() => {
        this.waiting -= 1;
        this.answer(session, pdu);
      }, this.delayMs);
    });
  }

  private answer(session: Session, pdu: Pdu): void {
    const manner = this.script.shift() ?? this.manner;
    if (manner === 'hang up') return session.destroy();
    if (manner === 'say nothing') return;
    const status = typeof manner === 'number' ? manner : manner === 'take' ? 0 : statuses[manner];
    if (status !== 0) return void session.send(pdu.response({ command_status: status }));
    this.take(pdu);
    session.send(pdu.response({ message_id: (++this.ids).toString(16).padStart(8, '0') }));
  }

  private take(pdu: Pdu): void {
    const { message, udh } = pdu.short_message as { message: string; udh?: Buffer[] };
    const header = udh?.[0];
    const [reference, total, seq] = header ? [header[2]!, header[3]!, header[4]!] : [null, 1, 1];
    this.parts.push({ seq, total, reference, pdu, text: message });
    if (seq < total) return;
    const whole = this.parts.filter((part) => part.reference === reference).slice(-total);
    const text = whole.map((part) => part.text).join('');
    this.heard.push({
      from: pdu.source_addr as string,
      to: `+${String(pdu.destination_addr)}`,
      text,
    });
  }
}
