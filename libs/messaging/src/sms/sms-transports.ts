import { Log, type Env } from '#libs/platform';
import type { Channel, SendOutcome, SmsMessage } from '../channels/channel.js';
import { GatewayChannel } from './gateway.channel.js';
import { readGatewayShape } from './gateway-shape.js';
import type { SmsPartRepository } from './part.repository.js';
import type { SmsSignals } from './signals.js';
import { readSmppAddress } from './smpp/address.js';
import { SmppChannel } from './smpp/smpp.channel.js';
import { TwilioChannel } from './twilio.channel.js';

interface Limits {
  silenceMs: number;
  attemptMs: number;
}

/** Where Twilio tells what becomes of a message; what stands in it is our own seal. */
export const twilioStatusPath = '/v1/webhooks/twilio/status';

/**
 * The way that text messages go by the settings.
 * @throws Error with a sentence that names the setting that is wrong.
 */
function transportOf(env: Env, limits: Limits, log: Log): Channel<SmsMessage> {
  const timeoutMs = limits.silenceMs;
  if (env.smsTransport === 'smpp')
    return new SmppChannel({
      address: readSmppAddress(env.smppUrl!),
      window: env.smppWindow,
      ...limits,
      onTrouble: (why, error) => log.warn('smpp.trouble', { why, error }),
    });
  if (env.smsTransport === 'twilio')
    return new TwilioChannel({
      url: env.twilioUrl,
      login: env.twilioLogin!,
      statusCallback: (id) => `${env.publicUrl}${twilioStatusPath}/${id.split('@')[0]}`,
      timeoutMs,
    });
  const shape = readGatewayShape(env.smsGatewayShape);
  return new GatewayChannel({
    url: env.smsGatewayUrl,
    token: env.smsGatewayToken,
    shape,
    timeoutMs,
  });
}

/** Sends by the chosen transport, and keeps the ids by which its receipts will name the message. */
export class SmsTransports implements Channel<SmsMessage> {
  private readonly transport: Channel<SmsMessage>;

  constructor(
    env: Env,
    limits: Limits,
    private readonly parts: SmsPartRepository,
    private readonly log: Log,
  ) {
    this.transport = transportOf(env, limits, log);
  }

  receive(signals: SmsSignals): void {
    if (this.transport instanceof SmppChannel) this.transport.receive(signals);
  }

  /** The ids are durable before the outcome is: a receipt that comes at once finds its message. */
  async send(message: SmsMessage): Promise<SendOutcome> {
    const outcome = await this.transport.send(message);
    if (outcome.state !== 'accepted') return outcome;
    const ids = (outcome.partIds ?? [outcome.providerId]).filter((id): id is string => !!id);
    try {
      if (ids.length > 0) await this.parts.add(message.deliveryId, ids);
    } catch (error) {
      this.log.error('sms.parts_not_kept', { deliveryId: message.deliveryId, error });
    }
    return outcome;
  }

  close(): Promise<void> {
    return this.transport.close();
  }
}
