import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DomainError, beginningOf, type Clock } from '#libs/kernel';
import { ConsentService, SuppressionService } from '#libs/contacts';
import type { SmsArrival } from '#libs/messaging';
import { AddressHasher, CLOCK, Log, Metrics, sha256 } from '#libs/platform';
import { FeedbackService } from '../feedback/feedback.service.js';
import { isStop } from '../inbound/reply-text.js';
import { UnreadRepository } from '../inbound/unread.repository.js';
import { ReplyRepository } from '../replies/reply.repository.js';
import { ResponseRepository, type RespondedDelivery } from '../response.repository.js';
import { UnsubscribeService } from '../unsubscribe.service.js';
import { readNumber } from './number.js';
import { originalOf } from './sms-original.js';
import { SmsPeopleRepository } from './sms-people.repository.js';

/** Characters of a message that are kept: far more than ten parts have. */
const maxText = 2000;

/** What is known of who wrote. */
interface Writer {
  hash: Buffer | null;
  contactIds: string[];
  delivery: RespondedDelivery | null;
}

/**
 * Takes in what people write to our numbers: an answer to what was last sent there is kept with it,
 * anything else for somebody to look at. STOP and ยกเลิก withdraw before that.
 *
 * Networks vouch for a sender's number no more than the post does. All that somebody who forges one can
 * do is what its owner may: say something in our list of answers, or have that number left alone.
 */
@Injectable()
export class SmsArrivalService {
  private readonly taken;

  constructor(
    private readonly people: SmsPeopleRepository,
    private readonly responses: ResponseRepository,
    private readonly replies: ReplyRepository,
    private readonly unread: UnreadRepository,
    private readonly unsubscribes: UnsubscribeService,
    private readonly consents: ConsentService,
    private readonly suppressions: SuppressionService,
    private readonly feedback: FeedbackService,
    private readonly hasher: AddressHasher,
    private readonly log: Log,
    metrics: Metrics,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.taken = metrics.counter('saphan_sms_inbound_total', 'Text messages that came in', [
      'source',
      'kind',
    ]);
  }

  /**
   * When this returns, what follows from it is durable; the same again, by its id, changes nothing.
   * @param stop whoever passes it on knows that it asks for no more messages.
   * @throws whatever keeps the database from taking it: it must be sent again.
   */
  async take(arrival: SmsArrival, stop = isStop(arrival.text)): Promise<void> {
    const writer = await this.writerOf(arrival);
    // First, since what is kept is never looked at again.
    if (stop) await this.withdraw(writer, arrival.source);
    const kind = await this.keep(arrival, writer);
    this.taken.inc({ source: arrival.source, kind: stop ? 'stop' : kind });
    this.log.info('sms.taken', { source: arrival.source, kind, stop });
  }

  private async writerOf({ from }: SmsArrival): Promise<Writer> {
    const number = readNumber(from);
    if (number === null) return { hash: null, contactIds: [], delivery: null };
    const hash = this.hasher.hash(number);
    const contactIds = await this.people.contactsWith(hash);
    const id = await this.people.lastDelivery(contactIds, hash);
    const delivery = id === null ? null : await this.responses.delivery(id);
    return { hash, contactIds, delivery: delivery?.erased ? null : delivery };
  }

  /** Everybody who has the number: whoever holds the telephone has asked. */
  private async withdraw({ hash, contactIds, delivery }: Writer, source: string): Promise<void> {
    if (hash === null) return;
    if (delivery) await this.unsubscribes.unsubscribeByReply(delivery);
    for (const contactId of contactIds) await this.withdrawMarketing(contactId, source);
    // Of whom we know nothing but the number, nobody else can remember it.
    if (contactIds.length === 0)
      await this.suppressions.suppress([
        { channel: 'sms', addressHash: hash, reason: 'manual', source: 'sms_stop' },
      ]);
  }

  private async withdrawMarketing(contactId: string, source: string): Promise<void> {
    const states = await this.consents.states(contactId);
    const state = states.find((one) => one.channel === 'sms' && one.purpose === 'marketing');
    if (state && !state.granted) return;
    try {
      await this.consents.withdraw({
        contactId,
        channel: 'sms',
        purpose: 'marketing',
        source: 'unsubscribe_reply',
        evidence: { source },
        occurredAt: this.clock.now(),
      });
    } catch (error) {
      // Erased meanwhile: nothing is sent to them any more.
      if (!(error instanceof DomainError) || error.kind !== 'not_found') throw error;
    }
  }

  private async keep(arrival: SmsArrival, { hash, contactIds, delivery }: Writer): Promise<string> {
    const at = this.clock.now();
    const text = beginningOf(arrival.text, maxText);
    const original = originalOf({ ...arrival, text }, at);
    const identity = sha256(`${arrival.source}:${arrival.id ?? randomUUID()}`);
    if (delivery) {
      await this.replies.add(delivery, { at, subject: '', text, identity, original });
      await this.feedback.arrived(delivery.id);
      return 'reply';
    }
    await this.unread.add({
      receivedAt: at,
      why: 'no_delivery',
      contactId: contactIds[0] ?? null,
      addresses: hash ? [hash] : [],
      original,
      ...(arrival.id !== null && { identity }),
    });
    return 'unread';
  }
}
