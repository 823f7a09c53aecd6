import { isIP } from 'node:net';
import smpp from 'smpp';
import type { Fields, Pdu, Session } from 'smpp';
import type { SmppAddress } from './address.js';
import { nameOfStatus } from './status.js';

/** What the centre answered to a submit_sm. */
export interface Answered {
  status: number;
  id: string;
}

/** How a submit_sm ended. */
type Submitted =
  | Answered
  /** It was written, and no answer came. */
  | 'lost'
  /** It was not written. */
  | 'unsent';

export interface SessionOptions {
  address: SmppAddress;
  /** To connect and bind, and for the other side to answer enquire_link, ms. */
  patienceMs: number;
  /** Between two enquire_link, ms. */
  enquireMs: number;
  /** The status with which a deliver_sm is answered; when it resolves what it brought is durable. */
  deliver: (pdu: Pdu) => Promise<number>;
  /** The connection is over; told once. */
  over: (why: string) => void;
}

const version = 0x34;
/** `unknown` is answered by generic_nack. */
const answered = new Set(['enquire_link', 'unbind', 'data_sm', 'unknown']);

/** One bound connection to a message centre (SMPP 3.4, bind_transceiver). */
export class SmppSession {
  private readonly session: Session;
  /** Ends what waits for an answer when the connection does. */
  private readonly waiting = new Set<() => void>();
  private enquiry: NodeJS.Timeout | undefined;
  private patience: NodeJS.Timeout | undefined;
  private ended = false;

  private constructor(private readonly options: SessionOptions) {
    const { host, port, tls } = options.address;
    // An address has no name to be asked for (RFC 6066 section 3).
    const servername = tls && isIP(host) === 0 ? { servername: host } : {};
    // What goes out is small, and nothing waits for what comes after it.
    this.session = new smpp.Session({ host, port, tls, noDelay: true, ...servername });
    this.session.on('error', (error: Error) => this.end(error.message));
    this.session.on('close', () => this.end('The connection ended.'));
    this.session.on('pdu', (pdu: Pdu) => this.onPdu(pdu));
  }

  /** Connects and binds. @throws Error with what the centre said, or what went wrong. */
  static async bind(options: SessionOptions): Promise<SmppSession> {
    let began = false;
    let fail: (error: Error) => void = () => undefined;
    const bound = new SmppSession({
      ...options,
      over: (why) => (began ? options.over(why) : fail(new Error(why))),
    });
    await new Promise<void>((resolve, reject) => {
      fail = reject;
      bound.expect('No bind in time.');
      const { systemId, password, systemType } = options.address;
      bound.session.on(options.address.tls ? 'secureConnect' : 'connect', () => {
        const fields = { system_id: systemId, password, system_type: systemType };
        bound.session.bind_transceiver({ ...fields, interface_version: version }, (answer) => {
          bound.heard();
          if (answer.command_status === 0) resolve();
          else bound.end(`bind_transceiver: ${nameOfStatus(answer.command_status)}`);
        });
      });
    });
    began = true;
    bound.enquiry = setInterval(() => bound.enquire(), options.enquireMs);
    return bound;
  }

  /** @param silenceMs after which no answer is expected any more. */
  submit(fields: Fields, silenceMs: number): Promise<Submitted> {
    return new Promise((resolve) => {
      if (this.ended) return resolve('unsent');
      const lost = (): void => done('lost');
      const limit = setTimeout(lost, silenceMs);
      const done = (end: Submitted): void => {
        clearTimeout(limit);
        this.waiting.delete(lost);
        resolve(end);
      };
      this.waiting.add(lost);
      const written = this.session.submit_sm(fields, (answer) => {
        const id = typeof answer.message_id === 'string' ? answer.message_id : '';
        done({ status: answer.command_status, id });
      });
      if (!written) done('unsent');
    });
  }

  /** Says good-bye and hangs up. */
  close(): void {
    if (this.ended) return;
    this.session.unbind({});
    this.session.close();
    this.end('closed');
  }

  private onPdu(pdu: Pdu): void {
    if (pdu.isResponse()) return;
    if (pdu.command === 'deliver_sm') {
      void this.options
        .deliver(pdu)
        .then((status) => this.session.send(pdu.response({ command_status: status })));
      return;
    }
    // What has no answer of its own, such as alert_notification, gets none.
    if (answered.has(pdu.command)) this.session.send(pdu.response());
    if (pdu.command === 'unbind') this.end('The centre unbound.');
  }

  /** A connection that answers nothing is as good as none. */
  private enquire(): void {
    this.expect('No answer to enquire_link.');
    this.session.enquire_link({}, () => this.heard());
  }

  /** Ends the connection unless something is heard in time. */
  private expect(why: string): void {
    this.patience ??= setTimeout(() => this.end(why), this.options.patienceMs);
  }

  private heard(): void {
    clearTimeout(this.patience);
    this.patience = undefined;
  }

  private end(why: string): void {
    if (this.ended) return;
    this.ended = true;
    clearInterval(this.enquiry);
    this.heard();
    for (const lost of this.waiting) lost();
    // What was written last, a good-bye or an answer, is let out.
    this.session.socket.destroySoon();
    this.options.over(why);
  }
}
