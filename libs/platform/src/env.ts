import { createPublicKey } from 'node:crypto';
import { IANAZone } from 'luxon';

/** The settings of one process, validated once at start-up. */
export interface Env {
  databaseUrl: string;
  redisUrl: string;
  /** One mail server, or several with spaces between; empty where none is needed. */
  smtpUrl: string;
  /** Who carries text messages. */
  smsTransport: SmsTransport;
  /** Where the HTTP gateway takes messages; empty when another one carries them. */
  smsGatewayUrl: string;
  smsGatewayToken: string | null;
  /** How the HTTP gateway wants to be asked and what it answers, JSON; null for our own shape. */
  smsGatewayShape: string | null;
  /** Base address of Twilio, or of one that is asked like it: no trailing slash. */
  twilioUrl: string;
  /** `AccountSid:AuthToken`; null when Twilio carries nothing. */
  twilioLogin: string | null;
  /** `smpp://` or `ssmpp://user:password@host:port`; null when no message centre carries anything. */
  smppUrl: string | null;
  /** Most submit_sm that one connection has without an answer. */
  smppWindow: number;
  /** What a gateway proves itself with that tells of receipts and answers; null takes none. */
  smsInboundToken: string | null;
  /** Signs tokens. May be changed together with `previousAppSecret`, which is then still accepted. */
  appSecret: string;
  previousAppSecret: string | null;
  /** Keys the hashes of addresses. Never changes: suppression would be forgotten. */
  addressSecret: string;
  /**
   * Names this installation: the same in all of its processes, and in no copy of it. A database that
   * belongs to another one is not sent from (ADR 21).
   */
  installationId: string;
  /** Where recipients reach the API: no trailing slash. */
  publicUrl: string;
  host: string;
  port: number;
  templatesDir: string;
  /** Domain of envelope senders and Message-IDs. */
  mailDomain: string;
  /** IANA zone in which the organisation counts its days. */
  timeZone: string;
  queuePrefix: string;
  logLevel: string;
  databaseConnections: number;
  /** How e-mail leaves: by the own SMTP sender, through nodemailer, or by the API of Amazon SES. */
  mailTransport: MailTransport;
  /** How SES is reached; null where e-mail leaves another way. */
  ses: SesSettings | null;
  /** Connections of one worker process, a channel. */
  sendConnections: number;
  /**
   * Messages of one worker process between durable intent and durable outcome, a channel: the most that
   * a killed process leaves uncertain.
   */
  sendWindow: number;
  /** How long a claimed delivery belongs to its worker, seconds by the database's clock. */
  leaseSeconds: number;
  /** How long after an uncertain attempt evidence is awaited before the policy applies, seconds. */
  uncertainGraceSeconds: number;
  /** Before the second attempt at a message that was refused for the time being, seconds. */
  retrySeconds: number;
  /** For how long messages may be due and none come to an end, before a worker is not ready; seconds. */
  watchdogSeconds: number;
  /** Messages that may wait to be taken in before intake answers 429. */
  intakeBacklog: number;
  /** Where a worker takes mails in: `lmtp://127.0.0.1:2424`, or `smtp://`; null for nowhere. */
  inboundListen: string | null;
  /** A mailbox that workers read: `imaps://user:password@host/INBOX`; null for none. */
  inboundImapUrl: string | null;
  /** The SNS topic to which Amazon SES sends its events; null takes none. */
  sesTopicArn: string | null;
  /** SendGrid's public key for signed events, SubjectPublicKeyInfo in base64; null takes none. */
  sendgridKey: string | null;
  /** `user:password` with which Postmark calls; null takes no events of it. */
  postmarkLogin: string | null;
  /** Mailgun's HTTP webhook signing key; null takes no events of it. */
  mailgunKey: string | null;
  production: boolean;
}

export type SmsTransport = 'gateway' | 'twilio' | 'smpp';
export type MailTransport = 'smtp' | 'nodemailer' | 'ses';

/** The API of Amazon SES, version 2, and the key with which its requests are signed. */
export interface SesSettings {
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

type Source = Readonly<Record<string, string | undefined>>;

/** One reader per kind of setting; a failure is a sentence that names the variable. */
class Reader {
  readonly faults: string[] = [];

  constructor(private readonly source: Source) {}

  text(name: string, fallback?: string): string {
    const value = this.source[name]?.trim() || fallback;
    if (value === undefined) this.faults.push(`${name} is not set.`);
    return value ?? '';
  }

  optional(name: string): string | null {
    return this.source[name]?.trim() || null;
  }

  url(name: string, protocols: readonly string[], fallback?: string): string {
    const value = this.text(name, fallback);
    if (value && !protocols.some((p) => value.startsWith(`${p}://`) && URL.canParse(value)))
      this.faults.push(
        `${name} must be an address that begins with ${protocols.join(':// or ')}://.`,
      );
    return value;
  }

  /** One address or several, with spaces between. */
  urls(name: string, protocols: readonly string[]): string {
    const value = this.text(name);
    const fits = (one: string) =>
      protocols.some((p) => one.startsWith(`${p}://`)) && URL.canParse(one);
    if (value && !value.split(/\s+/).every(fits))
      this.faults.push(
        `${name} must be an address that begins with ${protocols.join(':// or ')}://, or several.`,
      );
    return value;
  }

  /** null when it is not set. */
  optionalUrl(name: string, protocols: readonly string[]): string | null {
    return this.optional(name) ? this.url(name, protocols) : null;
  }

  /** An address to listen on, with its port; null when it is not set. */
  listen(name: string, protocols: readonly string[]): string | null {
    if (!this.optional(name)) return null;
    const value = this.url(name, protocols);
    if (value && URL.canParse(value) && new URL(value).port === '')
      this.faults.push(`${name} must name a port, such as ${protocols[0]}://127.0.0.1:2424.`);
    return value;
  }

  /** What `what` says; null when it is not set. */
  matching(name: string, pattern: RegExp, what: string): string | null {
    const value = this.optional(name);
    if (value && !pattern.test(value)) this.faults.push(`${name} must be ${what}.`);
    return value;
  }

  /** A name that may stand in a column and in a key. */
  name(name: string): string {
    const value = this.text(name);
    if (value && !/^[\w.:-]{1,64}$/.test(value))
      this.faults.push(`${name} must have 1 to 64 letters, digits and ._:- only.`);
    return value;
  }

  publicKey(name: string): string | null {
    const value = this.optional(name);
    try {
      if (value)
        createPublicKey({ key: Buffer.from(value, 'base64'), format: 'der', type: 'spki' });
    } catch {
      this.faults.push(`${name} must be a public key in base64, as it is shown by the provider.`);
    }
    return value;
  }

  integer(name: string, fallback: number, min: number, max: number): number {
    const value = Number(this.source[name]?.trim() || fallback);
    if (!Number.isInteger(value) || value < min || value > max)
      this.faults.push(`${name} must be a whole number from ${min} to ${max}.`);
    return value;
  }

  secret(name: string): string {
    const value = this.text(name);
    if (value && value.length < 32) this.faults.push(`${name} must have at least 32 characters.`);
    return value;
  }

  oneOf<T extends string>(name: string, known: readonly [T, ...T[]]): T {
    const value = this.text(name, known[0]);
    const found = known.find((each) => each === value);
    if (!found) this.faults.push(`${name} must be one of ${known.join(', ')}.`);
    return found ?? known[0];
  }

  ses(): SesSettings {
    const region = this.text('AWS_REGION');
    if (region && !/^[a-z]+(-[a-z0-9]+)+$/.test(region))
      this.faults.push('AWS_REGION must be a region of AWS, such as ap-southeast-1.');
    const usual = `https://email.${region || 'region'}.amazonaws.com`;
    return {
      region,
      endpoint: this.url('SES_ENDPOINT', ['https', 'http'], usual),
      accessKeyId: this.text('AWS_ACCESS_KEY_ID'),
      secretAccessKey: this.text('AWS_SECRET_ACCESS_KEY'),
    };
  }

  zone(name: string, fallback: string): string {
    const value = this.text(name, fallback);
    if (!IANAZone.isValidZone(value))
      this.faults.push(`${name} must be a time zone of the IANA list, such as Asia/Bangkok.`);
    return value;
  }
}

/** Only what the chosen transport needs must be there. */
function readSms(read: Reader) {
  const smsTransport = read.oneOf<SmsTransport>('SMS_TRANSPORT', ['gateway', 'twilio', 'smpp']);
  const needed = (transport: SmsTransport, name: string): void => {
    if (smsTransport === transport) read.text(name);
  };
  needed('twilio', 'TWILIO_LOGIN');
  needed('smpp', 'SMPP_URL');
  const isGateway = smsTransport === 'gateway' || read.optional('SMS_GATEWAY_URL') !== null;
  return {
    smsTransport,
    smsGatewayUrl: isGateway ? read.url('SMS_GATEWAY_URL', ['http', 'https']) : '',
    smsGatewayToken: read.optional('SMS_GATEWAY_TOKEN'),
    smsGatewayShape: read.optional('SMS_GATEWAY_SHAPE'),
    twilioUrl: read
      .url('TWILIO_URL', ['http', 'https'], 'https://api.twilio.com')
      .replace(/\/+$/, ''),
    twilioLogin: read.matching(
      'TWILIO_LOGIN',
      /^AC[\w-]{8,64}:\S{16,}$/,
      'AccountSid:AuthToken, such as AC…:…',
    ),
    smppUrl: read.optional('SMPP_URL') && read.url('SMPP_URL', ['smpp', 'ssmpp']),
    smppWindow: read.integer('SMPP_WINDOW', 10, 1, 1000),
    smsInboundToken: read.matching('SMS_INBOUND_TOKEN', /^\S{16,}$/, '16 characters or more'),
  };
}

/**
 * Reads and validates the settings.
 * @throws Error with one sentence for each variable that is missing or wrong.
 */
export function readEnv(source: Source = process.env): Env {
  const read = new Reader(source);
  const mailTransport = read.oneOf('MAIL_TRANSPORT', ['smtp', 'nodemailer', 'ses']);
  const env: Env = {
    databaseUrl: read.url('DATABASE_URL', ['mysql', 'mariadb']),
    redisUrl: read.url('REDIS_URL', ['redis', 'rediss']),
    smtpUrl: mailTransport === 'ses' ? '' : read.urls('SMTP_URL', ['smtp', 'smtps']),
    ...readSms(read),
    appSecret: read.secret('APP_SECRET'),
    previousAppSecret: read.optional('APP_SECRET_PREVIOUS'),
    addressSecret: read.secret('ADDRESS_SECRET'),
    installationId: read.name('INSTALLATION_ID'),
    publicUrl: read.url('PUBLIC_URL', ['http', 'https']).replace(/\/+$/, ''),
    host: read.text('HOST', '127.0.0.1'),
    port: read.integer('PORT', 3000, 0, 65535),
    templatesDir: read.text('TEMPLATES_DIR', 'templates'),
    mailDomain: read.text('MAIL_DOMAIN'),
    timeZone: read.zone('ORGANISATION_TIME_ZONE', 'Asia/Bangkok'),
    queuePrefix: read.text('QUEUE_PREFIX', '{saphan}'),
    logLevel: read.text('LOG_LEVEL', 'info'),
    databaseConnections: read.integer('DATABASE_CONNECTIONS', 10, 4, 500),
    mailTransport,
    ses: mailTransport === 'ses' ? read.ses() : null,
    sendConnections: read.integer('SEND_CONNECTIONS', 10, 1, 500),
    sendWindow: read.integer('SEND_WINDOW', 0, 0, 10_000),
    leaseSeconds: read.integer('LEASE_SECONDS', 60, 1, 3600),
    uncertainGraceSeconds: read.integer('UNCERTAIN_GRACE_SECONDS', 60, 0, 86_400),
    retrySeconds: read.integer('RETRY_SECONDS', 60, 1, 3600),
    watchdogSeconds: read.integer('WATCHDOG_SECONDS', 300, 1, 86_400),
    intakeBacklog: read.integer('INTAKE_BACKLOG', 1_000_000, 1, 1_000_000_000),
    inboundListen: read.listen('INBOUND_LISTEN', ['lmtp', 'smtp']),
    inboundImapUrl: read.optionalUrl('INBOUND_IMAP_URL', ['imaps', 'imap']),
    sesTopicArn: read.matching(
      'SES_TOPIC_ARN',
      /^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[\w.-]+$/,
      'an ARN of SNS',
    ),
    sendgridKey: read.publicKey('SENDGRID_WEBHOOK_KEY'),
    postmarkLogin: read.matching(
      'POSTMARK_WEBHOOK_LOGIN',
      /^[^:\s]+:\S{16,}$/,
      'user:password with 16 characters or more',
    ),
    mailgunKey: read.optional('MAILGUN_WEBHOOK_KEY'),
    production: source.NODE_ENV === 'production',
  };
  // Unless more is wished for: nothing waits for a connection between its intent and its attempt.
  env.sendWindow ||= env.sendConnections;
  if (read.faults.length > 0)
    throw new Error(`The settings are not usable:\n  ${read.faults.join('\n  ')}`);
  return env;
}
