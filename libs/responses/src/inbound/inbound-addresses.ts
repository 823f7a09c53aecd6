import { Inject, Injectable } from '@nestjs/common';
import { SenderService, TrackingTokens } from '#libs/messaging';
import { ENV, type Env } from '#libs/platform';

/** RFC 2142, RFC 5321 section 4.5.1; `fbl` is where feedback loops are told to report to, `seeds` where seeds pass on to. */
const roles = new Set(['postmaster', 'abuse', 'fbl', 'seeds']);

/** Which addresses are ours. */
@Injectable()
export class InboundAddresses {
  constructor(
    private readonly tokens: TrackingTokens,
    private readonly senders: SenderService,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /**
   * The envelope senders that we have signed, the roles of our mail domain, and what senders send from or
   * want answers at.
   */
  async accepts(address: string): Promise<boolean> {
    const [local = '', domain = ''] = address.toLowerCase().split('@');
    if (domain === this.env.mailDomain.toLowerCase()) {
      if (roles.has(local)) return true;
      if (local.startsWith('b-')) return this.tokens.readEnvelopeFrom(address) !== null;
    }
    const senders = (await this.senders.list()).filter(({ channel }) => channel === 'email');
    const ours = senders.flatMap((sender) => [sender.address, sender.replyTo]);
    return ours.some((one) => one?.toLowerCase() === `${local}@${domain}`);
  }
}
