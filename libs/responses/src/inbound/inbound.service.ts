import { Inject, Injectable } from '@nestjs/common';
import { DomainError, beginningOf, type Clock } from '#libs/kernel';
import { SeedService, gravest } from '#libs/messaging';
import { CLOCK, Log, Metrics, sha256 } from '#libs/platform';
import { FeedbackService } from '../feedback/feedback.service.js';
import { ReplyRepository } from '../replies/reply.repository.js';
import { ResponseRepository, type RespondedDelivery } from '../response.repository.js';
import { UnsubscribeService } from '../unsubscribe.service.js';
import { Attribution } from './attribution.js';
import type { Bounce, InboundMail, Reply } from './inbound.js';
import { isOurFault } from './our-fault.js';
import { NamedAddresses } from './named-addresses.js';
import { readInbound } from './read-inbound.js';
import { isStop } from './reply-text.js';
import { UnreadRepository, type UnreadMail } from './unread.repository.js';

/** Days for which a mail is kept that nobody could read. */
const unreadDays = 30;
/** The most that are kept of them: nobody looks through more, and anybody can send us such mails. */
const mostUnread = 10_000;
const maxSubject = 255;

/** What became of a mail. */
export type Taken = InboundMail['kind'] | 'erased' | 'seed';

/** Takes received mails in: each is acted upon, or kept for somebody to look at; none is lost. */
@Injectable()
export class InboundService {
  private readonly taken;

  constructor(
    private readonly attribution: Attribution,
    private readonly responses: ResponseRepository,
    private readonly feedback: FeedbackService,
    private readonly replies: ReplyRepository,
    private readonly unsubscribes: UnsubscribeService,
    private readonly unread: UnreadRepository,
    private readonly named: NamedAddresses,
    private readonly seeds: SeedService,
    private readonly log: Log,
    metrics: Metrics,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.taken = metrics.counter('saphan_inbound_total', 'Mails that came in, by what they are', [
      'kind',
    ]);
  }

  /**
   * Takes in one mail. When this returns, what follows from it is durable; taking it in again changes
   * nothing.
   * @param recipients whom it was for, by its envelope.
   * @throws whatever keeps the database from taking it: it must be sent again.
   */
  async take(raw: Buffer, recipients: readonly string[]): Promise<Taken> {
    const mail = await readInbound(raw);
    const seedId = await this.seedOf(mail);
    if (seedId !== null) return this.noted('seed', seedId);
    const delivery = await this.deliveryOf(mail, recipients);
    try {
      return this.noted(await this.act(mail, delivery, raw), delivery?.id);
    } catch (error) {
      if (!isOurFault(error)) throw error;
      // It must not make the sender try for days and then forget it.
      this.log.error('inbound.not_taken', { kind: mail.kind, deliveryId: delivery?.id, error });
      await this.keepUnread('not_taken', delivery, raw);
      return this.noted('unknown', delivery?.id);
    }
  }

  private noted(taken: Taken, deliveryId: string | undefined): Taken {
    this.taken.inc({ kind: taken });
    this.log.info('inbound.taken', { kind: taken, deliveryId });
    return taken;
  }

  /** What nobody could read, the newest first. */
  unreadMails(limit: number, before?: string): Promise<UnreadMail[]> {
    return this.unread.list(limit, before);
  }

  /** The mail as it came. @throws DomainError inbound.not_found. */
  async unreadOriginal(id: string): Promise<Buffer> {
    const original = await this.unread.original(id);
    if (!original)
      throw new DomainError('inbound.not_found', 'not_found', 'There is no such mail.');
    return original;
  }

  /** Forgets what nobody could read for long enough, and the oldest of what is too much. */
  async sweep(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - unreadDays * 86_400_000);
    await this.unread.sweep(before, mostUnread);
  }

  private async deliveryOf(
    { clues }: InboundMail,
    recipients: readonly string[],
  ): Promise<RespondedDelivery | null> {
    const id = this.attribution.deliveryOf(clues, recipients);
    return id === null ? null : this.responses.delivery(id);
  }

  /** Of a message of ours that has reached a seed, who passes it on to us whole. */
  private async seedOf({ own }: InboundMail): Promise<string | null> {
    const id = this.attribution.deliveryOf(own);
    if (id === null || !(await this.seeds.arrived(id))) return null;
    await this.feedback.arrived(id);
    return id;
  }

  private async act(
    mail: InboundMail,
    delivery: RespondedDelivery | null,
    raw: Buffer,
  ): Promise<Taken> {
    // Of whoever was erased nothing more is kept.
    if (delivery?.erased) return 'erased';
    if (mail.kind === 'unknown' || (!delivery && isAbout(mail))) {
      await this.keepUnread(mail.kind === 'unknown' ? mail.why : 'no_delivery', delivery, raw);
      return 'unknown';
    }
    if (!delivery) return mail.kind;
    if (mail.kind === 'bounce') await this.bounced(mail, delivery);
    else if (mail.kind === 'complaint') await this.feedback.complained(this.told(delivery));
    else if (mail.kind === 'reply') await this.replied(mail, delivery, raw);
    await this.feedback.arrived(delivery.id);
    return mail.kind;
  }

  private told(delivery: RespondedDelivery) {
    return { deliveryId: delivery.id, source: 'mail', occurredAt: this.clock.now() };
  }

  /** One message has one recipient: where it was passed on to several, the gravest report counts. */
  private async bounced({ recipients }: Bounce, delivery: RespondedDelivery): Promise<void> {
    const worst = gravest(recipients)!;
    const { rule, code, status, diagnostic } = worst;
    await this.feedback.bounced({
      ...this.told(delivery),
      class: worst.class,
      rule,
      code,
      status,
      diagnostic,
    });
  }

  private async replied(mail: Reply, delivery: RespondedDelivery, raw: Buffer): Promise<void> {
    const identity = sha256(mail.messageId || raw);
    if (await this.replies.has(delivery.id, identity)) return;
    // First, since a kept answer is never looked at again.
    if (isStop(mail.text)) await this.unsubscribes.unsubscribeByReply(delivery);
    await this.replies.add(delivery, {
      at: this.clock.now(),
      subject: beginningOf(mail.subject, maxSubject),
      text: beginningOf(mail.text, mail.text.length),
      identity,
      original: raw,
    });
  }

  private async keepUnread(
    why: string,
    delivery: RespondedDelivery | null,
    original: Buffer,
  ): Promise<void> {
    await this.unread.add({
      receivedAt: this.clock.now(),
      why,
      contactId: delivery?.contactId ?? null,
      addresses: await this.named.hashesIn(original),
      original,
    });
  }
}

/** Whether it says something about a delivery that somebody should know of. */
const isAbout = ({ kind }: InboundMail): boolean =>
  kind === 'bounce' || kind === 'complaint' || kind === 'reply';
