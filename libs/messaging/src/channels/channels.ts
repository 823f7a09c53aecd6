import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { ENV, type Env } from '#libs/platform';
import { readSmtpAddresses, SmtpSender } from '../smtp/index.js';
import type { Channel, EmailMessage, Message, SendOutcome } from './channel.js';
import { EmailChannel } from './email.channel.js';
import { SmsChannel } from './sms.channel.js';

/** The ways out of this process, one a channel. */
@Injectable()
export class Channels implements OnModuleDestroy {
  private readonly email: Channel<EmailMessage>;
  private readonly sms: SmsChannel;

  constructor(@Inject(ENV) env: Env) {
    // An attempt must end before its lease does: then we write the outcome ourselves.
    const silenceMs = (env.leaseSeconds * 1000) / 2;
    const attemptMs = env.leaseSeconds * 1000 * 0.8;
    const limits = { connections: env.sendConnections, silenceMs, attemptMs };
    this.email =
      env.mailTransport === 'nodemailer'
        ? new EmailChannel({ url: env.smtpUrl, ...limits })
        : new SmtpSender({ servers: readSmtpAddresses(env.smtpUrl), ...limits });
    this.sms = new SmsChannel({
      url: env.smsGatewayUrl,
      token: env.smsGatewayToken,
      timeoutMs: silenceMs,
    });
  }

  send(message: Message): Promise<SendOutcome> {
    return message.channel === 'email' ? this.email.send(message) : this.sms.send(message);
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([this.email.close(), this.sms.close()]);
  }
}
