import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Entry } from './check.js';

/** What the server does to one message. */
export type Trick =
  /** Refuses it, at RCPT TO or after the final dot; 421 hangs up, too. */
  | { do: 'refuse'; at: 'rcpt' | 'dot'; reply: string }
  /** Is silent for ever, or hangs up: before it has taken a message, or after. */
  | { do: 'hang' | 'break'; when: 'before' | 'after' };

/** The trick for a recipient who is tried for the nth time, 1 at first; undefined for a good reply. */
export type Script = (recipient: string, time: number) => Trick | undefined;

const endOfMessage = Buffer.from('\r\n.\r\n');
const hello = '250-journal\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 50000000\r\n';

/** One connection: the envelope under way, and whether a trick has ended the talk. */
interface Talk {
  socket: Socket;
  rest: Buffer;
  inMessage: boolean;
  sender: string;
  recipient: string;
  trick: Trick | undefined;
  over: boolean;
}

/**
 * A mail server that keeps a journal of each message it took. It outlives whoever sends, so that the
 * journal says what people got, whatever was killed meanwhile. Copies are kept before they are answered.
 */
export class MailServer {
  readonly journal: Entry[] = [];
  script: Script = () => undefined;
  /** Before the reply to a final dot. */
  delayMs = 0;
  private readonly times = new Map<string, number>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<MailServer> {
    const server = createServer({ noDelay: true }, (socket) => mail.greet(socket));
    const mail = new MailServer(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return mail;
  }

  /** For SMTP_URL. */
  get url(): string {
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}?tls=never`;
  }

  /** Good to everybody again, with an empty journal. */
  calm(): void {
    this.journal.length = 0;
    this.script = () => undefined;
    this.delayMs = 0;
    this.times.clear();
  }

  stop(): void {
    this.server.close();
  }

  private greet(socket: Socket): void {
    const nobody = { sender: '', recipient: '', trick: undefined };
    const talk: Talk = { socket, rest: Buffer.alloc(0), inMessage: false, over: false, ...nobody };
    socket.on('error', () => socket.destroy());
    socket.write('220 journal\r\n');
    socket.on('data', (chunk) => {
      talk.rest = Buffer.concat([talk.rest, chunk]);
      this.listen(talk);
    });
  }

  /** Goes through what has come; replies are gathered, as PIPELINING has it (RFC 2920 section 3.2). */
  private listen(talk: Talk): void {
    let replies = '';
    let delay = 0;
    while (!talk.over) {
      const mark = talk.inMessage ? endOfMessage : '\r\n';
      const end = talk.rest.indexOf(mark);
      if (end < 0) break;
      const part = talk.rest.subarray(0, end);
      talk.rest = talk.rest.subarray(end + mark.length);
      if (talk.inMessage) delay = this.delayMs;
      replies += talk.inMessage ? this.take(talk, part) : this.command(talk, part.toString());
    }
    // What others were answered goes out before a trick ends the talk.
    const hangUp = talk.over && talk.trick?.do !== 'hang';
    const answer = () =>
      talk.socket.write(replies, () => {
        if (hangUp) talk.socket.destroy();
      });
    if (delay > 0) setTimeout(answer, delay);
    else if (replies !== '' || hangUp) answer();
  }

  private command(talk: Talk, line: string): string {
    switch (line.slice(0, 4).toUpperCase()) {
      case 'EHLO':
        return hello;
      case 'MAIL':
        talk.sender = addressIn(line);
        talk.recipient = '';
        return '250 ok\r\n';
      case 'RCPT':
        return this.recipient(talk, addressIn(line));
      case 'DATA':
        return this.data(talk);
      case 'QUIT':
        return '221 bye\r\n';
      default:
        return '250 ok\r\n';
    }
  }

  private recipient(talk: Talk, recipient: string): string {
    const time = (this.times.get(recipient) ?? 0) + 1;
    this.times.set(recipient, time);
    talk.trick = this.script(recipient, time);
    if (talk.trick?.do === 'refuse' && talk.trick.at === 'rcpt') return refusal(talk, talk.trick);
    talk.recipient = recipient;
    return '250 ok\r\n';
  }

  private data(talk: Talk): string {
    if (talk.recipient === '') return '503 5.5.1 for nobody\r\n';
    const { trick } = talk;
    if (trick && trick.do !== 'refuse' && trick.when === 'before') {
      talk.over = true;
      return '';
    }
    talk.inMessage = true;
    return '354 go on\r\n';
  }

  private take(talk: Talk, message: Buffer): string {
    const { trick, sender, recipient } = talk;
    talk.inMessage = false;
    talk.recipient = '';
    if (trick?.do === 'refuse') return refusal(talk, trick);
    this.journal.push({ messageId: messageIdOf(message), sender, recipient });
    talk.over = trick !== undefined;
    return talk.over ? '' : `250 2.0.0 queued as J${this.journal.length}\r\n`;
  }
}

function refusal(talk: Talk, { reply }: { reply: string }): string {
  talk.over = reply.startsWith('421');
  return `${reply}\r\n`;
}

const addressIn = (line: string): string => /<([^>]*)>/.exec(line)?.[1] ?? '';

function messageIdOf(message: Buffer): string {
  const end = message.indexOf('\r\n\r\n');
  const header = message.toString('latin1', 0, end < 0 ? message.length : end);
  return /^message-id:\s*<([^>]*)>/im.exec(header)?.[1] ?? '';
}
