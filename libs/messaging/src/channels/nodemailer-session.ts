import { Readable } from 'node:stream';
import SMTPConnection, {
  type SMTPConnectionOptions,
  type SMTPConnectionSendInfo,
} from 'nodemailer/lib/smtp-connection';
import { parseConnectionUrl } from 'nodemailer/lib/shared';

export interface SmtpOptions {
  /** smtp:// or smtps:// with user and password where the relay wants them. */
  url: string;
  /** Messages that are sent at a time, each on a connection. */
  connections: number;
  /** Longest silence of the server, ms. */
  silenceMs: number;
  /** Longest an attempt takes on one connection, from connecting to the answer to the final dot, ms. */
  attemptMs: number;
}

/** An attempt that failed: what nodemailer says, and whether the final dot may have been written. */
export class NodemailerFailure extends Error {
  constructor(
    override readonly cause: unknown,
    readonly handedOver: boolean,
  ) {
    super('SMTP attempt failed');
  }
}

type Done<T> = (error?: Error | null, result?: T) => void;

/** One connection to a mail server, for one message at a time. */
export class NodemailerSession {
  private readonly connection: SMTPConnection;
  private readonly auth: { user?: string; pass?: string } | undefined;
  /** Ends the command under way when the connection does: nodemailer leaves some callbacks uncalled. */
  private interrupt: (error: Error) => void = () => undefined;
  private connected = false;
  private alive = true;

  constructor({ url, silenceMs }: SmtpOptions) {
    const { auth, ...address } = parseConnectionUrl(url);
    const patience = Math.min(silenceMs, 10_000);
    this.auth = auth || undefined;
    this.connection = new SMTPConnection({
      ...(address as SMTPConnectionOptions),
      connectionTimeout: patience,
      greetingTimeout: patience,
      socketTimeout: silenceMs,
    });
    const over = (error: Error): void => {
      this.interrupt(error);
      this.close();
    };
    this.connection.on('error', over);
    this.connection.once('end', () => over(new Error('The connection ended.')));
  }

  get usable(): boolean {
    return this.alive;
  }

  /** Connects, says EHLO, takes up TLS where it is offered or asked for, and logs in; once. */
  async ready(): Promise<void> {
    if (this.connected) return;
    await this.command((done) => this.connection.connect(done));
    const { user, pass = '' } = this.auth ?? {};
    if (user)
      await this.command((done) => this.connection.login({ credentials: { user, pass } }, done));
    this.connected = true;
  }

  /** @throws NodemailerFailure */
  async send(from: string, to: string, mime: Buffer): Promise<SMTPConnectionSendInfo> {
    const body = Readable.from([mime]);
    let handedOver = false;
    // nodemailer reports a break before and after the final dot alike. It reads the body only once
    // the server has said 354, and writes the dot when the body has come to its end.
    body.once('end', () => {
      handedOver = true;
    });
    try {
      const info = await this.command<SMTPConnectionSendInfo>((done) =>
        this.connection.send({ from, to: [to], size: mime.length }, body, done),
      );
      return info!;
    } catch (error) {
      throw new NodemailerFailure(error, handedOver);
    }
  }

  /** Makes the connection ready for another message after a refusal, or closes it. */
  async reset(): Promise<void> {
    try {
      await this.command((done) => this.connection.reset(done));
    } catch {
      this.close();
    }
  }

  quit(): void {
    this.alive = false;
    this.connection.quit();
  }

  close(): void {
    this.alive = false;
    this.connection.close();
  }

  /** What nodemailer answers, or that the connection is over. */
  private command<T>(start: (done: Done<T>) => void): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      this.interrupt = reject;
      start((error, result) => (error ? reject(error) : resolve(result)));
    });
  }
}
