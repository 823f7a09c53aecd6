import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { messageOf, type Clock } from '#libs/kernel';
import { CLOCK, ENV, Log, type Env } from '#libs/platform';
import { signDkim, type SignedField } from '../dkim/index.js';
import { composeMime } from '../mime/index.js';
import type { Urgency } from '../pace/urgency.js';
import { SigningKeys } from '../senders/signing-keys.js';
import { SesChannel } from '../ses/index.js';
import { readSmtpAddresses, SmtpSender } from '../smtp/index.js';
import { SmsPartRepository } from '../sms/part.repository.js';
import type { SmsSignals } from '../sms/signals.js';
import { SmsTransports } from '../sms/sms-transports.js';
import { fieldsChangedBy } from './changed-fields.js';
import type { Channel, EmailMessage, Message, SendOutcome } from './channel.js';
import { NodemailerChannel } from './nodemailer.channel.js';

/** The ways out of this process, one a channel. */
@Injectable()
export class Channels implements OnModuleDestroy {
  private readonly email: Channel<EmailMessage>;
  private readonly sms: SmsTransports;
  /** What our signature must leave out, since the next hop changes it. */
  private readonly unsigned: readonly SignedField[];

  constructor(
    private readonly signingKeys: SigningKeys,
    parts: SmsPartRepository,
    log: Log,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ENV) env: Env,
  ) {
    // An attempt must end before its lease does: then we write the outcome ourselves.
    const silenceMs = (env.leaseSeconds * 1000) / 2;
    const attemptMs = env.leaseSeconds * 1000 * 0.8;
    const limits = { connections: env.sendConnections, silenceMs, attemptMs };
    this.email = emailChannel(env, limits, clock);
    this.unsigned = fieldsChangedBy(env);
    this.sms = new SmsTransports(env, { silenceMs, attemptMs }, parts, log);
  }

  /** From now on what comes in by the connections that messages go out by is handed over. */
  receive(signals: SmsSignals): void {
    this.sms.receive(signals);
  }

  async send(message: Message, urgency?: Urgency): Promise<SendOutcome> {
    if (message.channel === 'sms') return this.sms.send(message);
    let source: Buffer | undefined;
    try {
      source = await this.signed(message);
    } catch (error) {
      return { state: 'unavailable', why: messageOf(error) };
    }
    return this.email.send(source ? { ...message, source } : message, urgency);
  }

  /** The whole message with its signatures, where its sender's domain has keys. */
  private async signed(message: EmailMessage): Promise<Buffer | undefined> {
    const keys = await this.signingKeys.of(message.from.address);
    if (keys.length === 0) return undefined;
    const date = this.clock.now();
    return signDkim(composeMime(message, { eightBit: false, date }), keys, date, this.unsigned);
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([this.email.close(), this.sms.close()]);
  }
}

interface Limits {
  connections: number;
  silenceMs: number;
  attemptMs: number;
}

function emailChannel(env: Env, limits: Limits, clock: Clock): Channel<EmailMessage> {
  switch (env.mailTransport) {
    case 'ses':
      return new SesChannel({ ...env.ses!, ...limits }, clock);
    case 'nodemailer':
      return new NodemailerChannel({ url: env.smtpUrl, ...limits });
    case 'smtp':
      return new SmtpSender({ servers: readSmtpAddresses(env.smtpUrl), ...limits });
  }
}
