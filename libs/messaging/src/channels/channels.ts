import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { ENV, type Env } from '#libs/platform';
import type { Message, SendOutcome } from './channel.js';
import { EmailChannel } from './email.channel.js';
import { SmsChannel } from './sms.channel.js';

/** The ways out of this process, one a channel. */
@Injectable()
export class Channels implements OnModuleDestroy {
  private readonly email: EmailChannel;
  private readonly sms: SmsChannel;

  constructor(@Inject(ENV) env: Env) {
    // An attempt must end before its lease does: then we write the outcome ourselves.
    const silenceMs = (env.leaseSeconds * 1000) / 2;
    const attemptMs = env.leaseSeconds * 1000 * 0.8;
    this.email = new EmailChannel({ url: env.smtpUrl, silenceMs, attemptMs });
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
