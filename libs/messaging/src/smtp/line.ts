import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { SmtpAddress } from './address.js';
import { ReplyReader, type Reply } from './reply.js';

/** Why a connection can be used no longer. */
export class LineBroken extends Error {}

/** How long to wait, ms. */
export interface Patience {
  /** For a connection, its greeting, and each step until the first message. */
  connectMs: number;
  /** Longest silence of the server while it owes a reply. */
  silenceMs: number;
}

type Take = (reply: Reply) => void;

/** A line to a mail server: commands go out, and each reply goes to whoever waits for it, in order. */
export class SmtpLine {
  private readonly waiting: Take[] = [];
  private reader = new ReplyReader((reply) => this.hear(reply));
  private broken: LineBroken | null = null;
  /** Told once, when it is over, whoever ended it. */
  onBroken: (why: LineBroken) => void = () => undefined;

  private constructor(
    private socket: Socket,
    private readonly host: string,
  ) {
    this.listen();
  }

  /** Connects, and takes up TLS at once where that is the mode. @throws LineBroken */
  static open({ host, port, tls }: SmtpAddress, { connectMs }: Patience): Promise<SmtpLine> {
    return new Promise((resolve, reject) => {
      const implicit = tls === 'implicit';
      const socket = implicit
        ? connectTls({ host, port, servername: serverName(host) })
        : connectTcp({ host, port });
      const fail = (why: string) => {
        socket.destroy();
        reject(new LineBroken(why));
      };
      const failed = (error: NodeJS.ErrnoException) => fail(error.code ?? error.message);
      const late = setTimeout(() => fail('ETIMEDOUT'), connectMs);
      socket.once('error', failed);
      socket.once('close', () => clearTimeout(late));
      socket.once(implicit ? 'secureConnect' : 'connect', () => {
        clearTimeout(late);
        socket.removeListener('error', failed);
        resolve(new SmtpLine(socket, host));
      });
    });
  }

  get isOver(): boolean {
    return this.broken !== null;
  }

  /** What nobody waits for, such as a farewell, ends it. */
  private hear(reply: Reply): void {
    const take = this.waiting.shift();
    if (take) take(reply);
    else this.end(`The server said ${reply.code} unasked.`);
  }

  /** From now on a silence of so many ms while a reply is owed ends it. */
  bearSilence(ms: number): void {
    this.socket.setTimeout(ms);
  }

  /** Who takes the next replies, one each. */
  expect(...takes: Take[]): void {
    this.waiting.push(...takes);
  }

  /** The next reply. @throws LineBroken */
  reply(): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.broken) return reject(this.broken);
      const before = this.onBroken;
      this.onBroken = (why) => {
        reject(why);
        before(why);
      };
      this.waiting.push((reply) => {
        this.onBroken = before;
        resolve(reply);
      });
    });
  }

  /** Says one command and hears its reply. @throws LineBroken */
  ask(command: string): Promise<Reply> {
    const reply = this.reply();
    this.write(`${command}\r\n`);
    return reply;
  }

  /** @param done once the last octet was handed to the system. */
  write(data: string | Buffer, done?: () => void): void {
    if (this.broken) return;
    this.socket.write(data, done && ((error?: Error | null) => error ?? done()));
  }

  /**
   * Goes on under TLS, after the server has said that it is ready.
   * @param verify whether its certificate must be right.
   * @throws LineBroken
   */
  secure(verify: boolean, { connectMs }: Patience): Promise<void> {
    // What came before TLS was not said under it: somebody on the way may have put it there.
    if (this.reader.isPartial) this.end('Something came before TLS began.');
    if (this.broken) return Promise.reject(this.broken);
    this.socket.removeAllListeners();
    const plain = this.socket;
    const socket = connectTls({
      socket: plain,
      servername: serverName(this.host),
      rejectUnauthorized: verify,
    });
    this.socket = socket;
    this.reader = new ReplyReader((reply) => this.hear(reply));
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => this.end('ETIMEDOUT'), connectMs);
      this.onBroken = reject;
      this.listen();
      plain.on('error', () => socket.destroy());
      socket.once('secureConnect', () => {
        clearTimeout(late);
        this.onBroken = () => undefined;
        resolve();
      });
      socket.once('close', () => clearTimeout(late));
    });
  }

  /** Ends it at once; whoever waits is told why. */
  end(why: string): void {
    if (this.broken) return;
    this.broken = new LineBroken(why);
    this.waiting.length = 0;
    this.socket.destroy();
    this.onBroken(this.broken);
  }

  /** Takes leave and hangs up. */
  quit(): void {
    if (this.broken) return;
    this.onBroken = () => undefined;
    this.broken = new LineBroken('We took our leave.');
    this.socket.end('QUIT\r\n');
    // A server that does not hang up in turn is not waited for.
    setTimeout(() => this.socket.destroy(), 1000).unref();
  }

  private listen(): void {
    const { socket } = this;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      if (this.broken) return;
      try {
        this.reader.push(chunk);
      } catch (error) {
        this.end((error as Error).message);
      }
    });
    socket.on('error', (error: NodeJS.ErrnoException) => this.end(error.code ?? error.message));
    socket.on('end', () => this.end('The server hung up.'));
    socket.on('close', () => this.end('The connection ended.'));
    socket.on('timeout', () => {
      if (this.waiting.length > 0) this.end('The server fell silent.');
    });
  }
}

/** A name to be certified; an address has none (RFC 6066 section 3). */
const serverName = (host: string): string => (/^[\d.]+$|:/.test(host) ? '' : host);
