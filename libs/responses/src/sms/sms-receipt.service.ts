import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import { SmsPartRepository, type SmsReceipt } from '#libs/messaging';
import { AddressHasher, CLOCK, Metrics } from '#libs/platform';
import { FeedbackService } from '../feedback/feedback.service.js';
import { readNumber } from './number.js';

/**
 * A receipt may be faster than the commit of the answer that named its id, which comes when all parts of
 * the message are taken: it is looked for again after these pauses, ms.
 */
const racePausesMs = [500, 1500, 4000];
/** Networks try for days; what is older, or in the future, says nothing of its time. */
const oldestDays = 30;

/** Takes in what became of text messages. Told twice is told once. */
@Injectable()
export class SmsReceiptService {
  private readonly taken;

  constructor(
    private readonly parts: SmsPartRepository,
    private readonly feedback: FeedbackService,
    private readonly hasher: AddressHasher,
    metrics: Metrics,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.taken = metrics.counter('saphan_sms_receipts_total', 'Receipts of text messages', [
      'source',
      'state',
    ]);
  }

  /**
   * When this returns, what follows from it is durable: one that was not delivered is a bounce as any
   * other, a number that nobody has is suppressed.
   * @param sealed the delivery by our own seal, where whoever tells has it: then all of it is meant; else by the gateway's id, of
   *   those that were for the same number.
   * @returns whether it is about a message of ours.
   */
  async take(receipt: SmsReceipt, sealed: string | null = null): Promise<boolean> {
    const found = sealed ? { deliveryId: sealed, partId: null } : await this.find(receipt);
    this.taken.inc({ source: receipt.source, state: found ? receipt.state : 'foreign' });
    if (!found) return false;
    const { deliveryId, partId } = found;
    const { state, verdict, source, code, text } = receipt;
    const at = this.plausible(receipt.at);
    if (state !== 'passed_on') await this.parts.note(deliveryId, partId, state, at);
    if (state !== 'undelivered') {
      await this.feedback.arrived(deliveryId);
      return true;
    }
    const judged = verdict ?? { class: 'unknown' as const, rule: 'unknown' };
    const told = { deliveryId, source, code, status: null, diagnostic: text, occurredAt: at };
    return this.feedback.bounced({ ...told, ...judged });
  }

  private async find({ partId, to }: SmsReceipt) {
    const number = readNumber(to);
    if (number === null || partId === '') return null;
    const hash = this.hasher.hash(number);
    let found = await this.parts.find(partId, hash);
    for (const pause of racePausesMs) {
      if (found) break;
      await sleep(pause);
      found = await this.parts.find(partId, hash);
    }
    return found;
  }

  private plausible(at: Date | null): Date {
    const now = this.clock.now();
    if (!at || at > now || at.getTime() < now.getTime() - oldestDays * 86_400_000) return now;
    return at;
  }
}
