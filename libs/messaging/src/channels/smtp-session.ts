import { Readable } from 'node:stream';
import SMTPConnection, {
  type SMTPConnectionOptions,
  type SMTPConnectionSendInfo,
} from 'nodemailer/lib/smtp-connection';
import { parseConnectionUrl } from 'nodemailer/lib/shared';

export interface SmtpOptions {
  /** smtp:// or smtps:// with user and password where the relay wants them. */
  url: string;
  /** Longest silence of the server, ms. */
  silenceMs: number;
}

/** An attempt that failed: what nodemailer says, and whether the final dot may have been written. */
export class SmtpFailure extends Error {
  constructor(
    override readonly cause: unknown,
    readonly handedOver: boolean,
  ) {
    super('SMTP attempt failed');
  }
}

/** One connection to a mail server, for one message at a time. */
export class SmtpSession {
  private alive = true;

  private constructor(private readonly connection: SMTPConnection) {
    // Both come with a callback where one waits; a server may also hang up on an idle connection.
    connection.on('error', () => this.close());
    connection.once('end', () => this.close());
  }

  get usable(): boolean {
    return this.alive;
  }

  /** Connects, says EHLO, takes up TLS where it is offered or asked for, and logs in. */
  static async open({ url, silenceMs }: SmtpOptions): Promise<SmtpSession> {
    const { auth, ...address } = parseConnectionUrl(url);
    const patience = Math.min(silenceMs, 10_000);
    const connection = new SMTPConnection({
      ...(address as SMTPConnectionOptions),
      connectionTimeout: patience,
      greetingTimeout: patience,
      socketTimeout: silenceMs,
    });
    const session = new SmtpSession(connection);
    await new Promise<void>((resolve, reject) => {
      connection.once('error', reject);
      connection.once('end', () => reject(new Error('The server hung up.')));
      connection.connect((error) => (error ? reject(error) : resolve()));
    });
    if (auth?.user) {
      const credentials = { user: auth.user, pass: auth.pass ?? '' };
      await new Promise<void>((resolve, reject) => {
        connection.login({ credentials }, (error) => (error ? reject(error) : resolve()));
      });
    }
    return session;
  }

  /** @throws SmtpFailure */
  async send(from: string, to: string, mime: Buffer): Promise<SMTPConnectionSendInfo> {
    const body = Readable.from([mime]);
    let handedOver = false;
    // nodemailer reports a break before and after the final dot alike. It reads the body only once
    // the server has said 354, and writes the dot when the body has come to its end.
    body.once('end', () => {
      handedOver = true;
    });
    try {
      return await new Promise((resolve, reject) => {
        this.connection.send({ from, to: [to], size: mime.length }, body, (error, info) =>
          error || !info ? reject(error ?? new Error('No answer.')) : resolve(info),
        );
      });
    } catch (error) {
      throw new SmtpFailure(error, handedOver);
    }
  }

  /** Makes the connection ready for another message after a refusal. */
  async reset(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.connection.reset((error) => {
        if (error) this.close();
        resolve();
      });
    });
  }

  quit(): void {
    this.alive = false;
    this.connection.quit();
  }

  close(): void {
    this.alive = false;
    this.connection.close();
  }
}
