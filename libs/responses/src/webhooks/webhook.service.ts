import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { messageOf, type Clock } from '#libs/kernel';
import { CLOCK, ENV, Log, Metrics, type Env } from '#libs/platform';
import { FeedbackService } from '../feedback/feedback.service.js';
import { Attribution } from '../inbound/attribution.js';
import { objectIn, textIn, type Finding, type Json, type Provider } from './finding.js';
import { isMailguns, readMailgun } from './mailgun.js';
import { readPostmark } from './postmark.js';
import { isSendgrids, readSendgrid } from './sendgrid.js';
import { readSes } from './ses.js';
import { isCertificateUrl, isConfirmUrl, isConfirmation, isSigned, SNS_CLIENT, type SnsClient } from './sns.js'; // prettier-ignore
import { cannotVerify, notSigned, webhookOff } from './webhook.errors.js';

/** Days for which providers try at most; an event of before says nothing of its time. */
const oldestDays = 30;

/** A request as it came. */
export interface WebhookRequest {
  bytes: Buffer;
  json: unknown;
  /** A header's value; empty where there is none. */
  header: (name: string) => string;
}

/**
 * Takes in what providers tell of messages. Each must prove that it is the provider who calls; then an
 * event still counts only by our own signature or seal on what it is about. Told twice is told once.
 */
@Injectable()
export class WebhookService {
  private readonly events;

  constructor(
    private readonly attribution: Attribution,
    private readonly feedback: FeedbackService,
    private readonly log: Log,
    metrics: Metrics,
    @Inject(SNS_CLIENT) private readonly sns: SnsClient,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {
    this.events = metrics.counter('saphan_webhook_events_total', 'Events of providers', [
      'provider',
      'kind',
    ]);
  }

  /** Amazon SES through SNS. @returns how many events concerned a delivery of ours. */
  async ses({ json }: WebhookRequest): Promise<number> {
    const message = objectIn(json);
    const topic = this.env.sesTopicArn;
    if (topic === null) throw webhookOff('ses');
    // SNS signs everybody's messages: only those of our own topic are ours.
    if (textIn(message.TopicArn) !== topic) throw notSigned();
    await this.mustBeSigned(message);
    if (isConfirmation(message)) {
      await this.confirm(textIn(message.SubscribeURL));
      return 0;
    }
    return message.Type === 'Notification'
      ? this.take('ses', readSes(parsed(textIn(message.Message))))
      : 0;
  }

  async sendgrid({ bytes, json, header }: WebhookRequest): Promise<number> {
    const key = this.env.sendgridKey;
    if (key === null) throw webhookOff('sendgrid');
    const name = 'x-twilio-email-event-webhook-';
    if (!isSendgrids(key, header(`${name}signature`), header(`${name}timestamp`), bytes))
      throw notSigned();
    return this.take('sendgrid', readSendgrid(json));
  }

  async postmark({ json, header }: WebhookRequest): Promise<number> {
    const login = this.env.postmarkLogin;
    if (login === null) throw webhookOff('postmark');
    const given = /^Basic +(\S+)$/i.exec(header('authorization'))?.[1] ?? '';
    // Hashed, since only texts of one length can be compared without telling how far they agree.
    const hash = (text: string) => createHash('sha256').update(text).digest();
    if (!timingSafeEqual(hash(Buffer.from(given, 'base64').toString()), hash(login)))
      throw notSigned();
    return this.take('postmark', readPostmark(objectIn(json)));
  }

  async mailgun({ json }: WebhookRequest): Promise<number> {
    const key = this.env.mailgunKey;
    if (key === null) throw webhookOff('mailgun');
    const body = objectIn(json);
    if (!isMailguns(key, objectIn(body.signature), this.clock.now())) throw notSigned();
    return this.take('mailgun', readMailgun(objectIn(body['event-data'])));
  }

  private async mustBeSigned(message: Json): Promise<void> {
    const url = textIn(message.SigningCertURL);
    if (!isCertificateUrl(url)) throw notSigned();
    let certificate: string;
    try {
      certificate = await this.sns.certificate(url);
    } catch (error) {
      this.log.warn('webhook.no_certificate', { why: messageOf(error) });
      throw cannotVerify();
    }
    if (!isSigned(message, certificate, this.clock.now())) throw notSigned();
  }

  private async confirm(url: string): Promise<void> {
    if (!isConfirmUrl(url)) throw notSigned();
    try {
      await this.sns.confirm(url);
    } catch (error) {
      this.log.warn('webhook.not_confirmed', { why: messageOf(error) });
      throw cannotVerify();
    }
    this.log.info('webhook.confirmed', { provider: 'ses' });
  }

  /** One after another: each is a transaction of its own, and a repeat finds what is there already. */
  private async take(provider: Provider, findings: readonly Finding[]): Promise<number> {
    let taken = 0;
    for (const finding of findings) {
      const deliveryId = this.attribution.deliveryOf(finding.clues);
      this.events.inc({ provider, kind: deliveryId === null ? 'foreign' : finding.kind });
      if (deliveryId !== null && (await this.act(provider, deliveryId, finding))) taken += 1;
    }
    return taken;
  }

  private async act(source: Provider, deliveryId: string, finding: Finding): Promise<boolean> {
    const now = this.clock.now();
    const isPlausible =
      finding.at !== null &&
      finding.at <= now &&
      finding.at.getTime() > now.getTime() - oldestDays * 86_400_000;
    const occurredAt = isPlausible ? finding.at! : now;
    const told = { deliveryId, source, occurredAt };
    if (finding.kind !== 'bounce') {
      if (finding.kind === 'complaint') return this.feedback.complained(told);
      await this.feedback.arrived(deliveryId);
      return true;
    }
    const { class: bounceClass, rule, refused } = finding;
    const { code, status, text } = refused;
    return this.feedback.bounced({
      ...told,
      class: bounceClass,
      rule,
      code,
      status,
      diagnostic: text,
    });
  }
}

/** SES also says in prose that it has found the topic. */
function parsed(text: string): Json {
  try {
    return objectIn(JSON.parse(text));
  } catch {
    return {};
  }
}
