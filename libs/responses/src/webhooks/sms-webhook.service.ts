import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { TrackingTokens, twilioStatusPath } from '#libs/messaging';
import { ENV, type Env } from '#libs/platform';
import { SmsArrivalService } from '../sms/sms-arrival.service.js';
import { SmsReceiptService } from '../sms/sms-receipt.service.js';
import { objectIn, type Json } from './finding.js';
import { readGatewayMessage, readGatewayReceipt } from './gateway.js';
import { asksToStop, isTwilios, readTwilioMessage, readTwilioStatus } from './twilio.js';
import { notSigned, webhookOff } from './webhook.errors.js';
import type { WebhookRequest } from './webhook.service.js';

const twilioInboundPath = '/v1/webhooks/twilio/inbound';

/** Takes in what gateways of text messages tell; each must prove first that it is the gateway. */
@Injectable()
export class SmsWebhookService {
  constructor(
    private readonly receipts: SmsReceiptService,
    private readonly arrivals: SmsArrivalService,
    private readonly tokens: TrackingTokens,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** @param seal what our own address said of the message; it is signed along. */
  async twilioStatus(request: WebhookRequest, seal: string): Promise<void> {
    const form = this.twilioForm(request, `${twilioStatusPath}/${seal}`);
    const deliveryId = this.tokens.readMessageId(`${seal}@`);
    if (deliveryId !== null) await this.receipts.take(readTwilioStatus(form), deliveryId);
  }

  async twilioInbound(request: WebhookRequest): Promise<void> {
    const form = this.twilioForm(request, twilioInboundPath);
    await this.arrivals.take(readTwilioMessage(form), asksToStop(form) || undefined);
  }

  /** @returns how many receipts were about messages of ours. */
  async gatewayReceipt(request: WebhookRequest): Promise<number> {
    const { messageId, ...receipt } = readGatewayReceipt(this.gatewayBody(request));
    const sealed = messageId === '' ? null : this.tokens.readMessageId(messageId);
    if (messageId !== '' && sealed === null) return 0;
    return (await this.receipts.take(receipt, sealed)) ? 1 : 0;
  }

  async gatewayMessage(request: WebhookRequest): Promise<void> {
    await this.arrivals.take(readGatewayMessage(this.gatewayBody(request)));
  }

  /** Twilio signs the address that it was given: ours as the world sees it. */
  private twilioForm({ json, header }: WebhookRequest, path: string): Json {
    const login = this.env.twilioLogin;
    if (login === null) throw webhookOff('twilio');
    const form = objectIn(json);
    const token = login.slice(login.indexOf(':') + 1);
    const url = `${this.env.publicUrl}${path}`;
    if (!isTwilios(token, url, form, header('x-twilio-signature'))) throw notSigned();
    return form;
  }

  private gatewayBody({ json, header }: WebhookRequest): Json {
    const token = this.env.smsInboundToken;
    if (token === null) throw webhookOff('sms');
    const given = /^Bearer +(\S+)$/i.exec(header('authorization'))?.[1] ?? '';
    // Hashed, since only texts of one length can be compared without telling how far they agree.
    const hash = (text: string) => createHash('sha256').update(text).digest();
    if (!timingSafeEqual(hash(given), hash(token))) throw notSigned();
    return objectIn(json);
  }
}
