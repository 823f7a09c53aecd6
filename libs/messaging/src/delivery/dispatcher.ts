import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type Clock } from '#libs/kernel';
import { CLOCK, ENV, type Env, Log, Metrics } from '#libs/platform';
import type { ChannelName, Message, SendOutcome } from '../channels/channel.js';
import { Channels } from '../channels/channels.js';
import { Breaker } from './breaker.js';
import { Composer, Unreachable, type Composed } from './composer.js';
import type { Outcome } from './flush.repository.js';
import { FlushRepository } from './flush.repository.js';
import { Flusher } from './flusher.js';
import { Lanes } from './lanes.js';
import { type ClaimedDelivery, LedgerRepository } from './ledger.repository.js';
import { isSpent, retryDelaySeconds } from './retry.js';

const batchSize = 200;

/**
 * Sends a mailing's due deliveries: claims some hundreds, makes them into messages, and takes each
 * through intent, attempt and outcome. All runs of a process share its lanes, so that it never has
 * more messages under way than connections.
 */
@Injectable()
export class Dispatcher {
  private readonly lanes: Record<ChannelName, Lanes>;
  private readonly breakers: Record<ChannelName, Breaker>;
  private readonly attempts;

  constructor(
    private readonly ledger: LedgerRepository,
    private readonly flushes: FlushRepository,
    private readonly flusher: Flusher,
    private readonly composer: Composer,
    private readonly channels: Channels,
    private readonly log: Log,
    metrics: Metrics,
    @Inject(CLOCK) clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {
    const size = env.sendConnections;
    this.lanes = { email: new Lanes(size), sms: new Lanes(size) };
    this.breakers = { email: new Breaker(clock, size), sms: new Breaker(clock, size) };
    this.attempts = metrics.counter('saphan_send_attempts_total', 'Attempts by how they ended', [
      'channel',
      'outcome',
    ]);
  }

  /** Works until nothing of the mailing is due, its way is closed, or `signal` asks to stop. */
  async run(mailingId: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const claimed = await this.ledger.claim(mailingId, batchSize);
      if (claimed.length === 0) break;
      const composed = await this.compose(mailingId, claimed);
      const left = await this.sendAll(composed, signal);
      await this.flusher.drained();
      await this.flushes.release(left);
      if (left.length > 0) break;
    }
  }

  /** A template that can no longer be compiled fails its own deliveries; whatever else passes. */
  private async compose(mailingId: string, claimed: ClaimedDelivery[]): Promise<Composed[]> {
    try {
      return await this.composer.compose(mailingId, claimed);
    } catch (error) {
      if (error instanceof DomainError) claimed.forEach((delivery) => this.refuse(delivery, error));
      else await this.flushes.release(claimed);
      await this.flusher.drained();
      throw error;
    }
  }

  /** @returns the deliveries that were not begun, because the way is closed or we drain. */
  private async sendAll(
    composed: readonly Composed[],
    signal: AbortSignal,
  ): Promise<ClaimedDelivery[]> {
    const left: ClaimedDelivery[] = [];
    const queue = composed[Symbol.iterator]();
    const lane = async () => {
      for (const { delivery, make } of queue) {
        const { channel } = delivery;
        await this.lanes[channel].run(async () => {
          if (signal.aborted || !this.breakers[channel].isOpen) left.push(delivery);
          else await this.sendOne(delivery, make);
        });
      }
    };
    await Promise.all(Array.from({ length: this.env.sendConnections }, lane));
    return left;
  }

  private async sendOne(delivery: ClaimedDelivery, make: () => Message): Promise<void> {
    let message: Message;
    try {
      message = make();
    } catch (error) {
      this.refuse(delivery, error);
      return;
    }
    if (!(await this.flusher.intend(delivery))) return;
    const outcome = await this.attempt(delivery, message);
    this.attempts.inc({ channel: delivery.channel, outcome: outcome.state });
    this.flusher.settle(this.written(delivery, outcome));
  }

  /** A channel does not throw; should it do so, nobody knows whether the message left. */
  private async attempt({ id }: ClaimedDelivery, message: Message): Promise<SendOutcome> {
    try {
      return await this.channels.send(message);
    } catch (error) {
      this.log.error('delivery.attempt_failed', { deliveryId: id, error });
      return { state: 'uncertain' };
    }
  }

  /** A poisoned contact or template fails alone. */
  private refuse(delivery: ClaimedDelivery, error: unknown): void {
    if (error instanceof Unreachable)
      return this.flusher.refuse({ delivery, state: 'suppressed', reason: error.reason });
    this.log.error('delivery.unrenderable', { deliveryId: delivery.id, error });
    this.flusher.refuse({ delivery, state: 'failed', reason: 'unrenderable' });
  }

  private written(delivery: ClaimedDelivery, outcome: SendOutcome): Outcome {
    const breaker = this.breakers[delivery.channel];
    const base = {
      delivery,
      reason: null,
      delaySeconds: 0,
      code: null,
      status: null,
      providerId: null,
    };
    if (outcome.state === 'unavailable') {
      breaker.missed();
      this.log.warn('channel.unavailable', { channel: delivery.channel, why: outcome.why });
      return { ...base, state: 'deferred', delaySeconds: breaker.waitSeconds };
    }
    breaker.reached();
    if (outcome.state === 'failed') return { ...base, ...outcome, reason: 'rejected' };
    if (outcome.state === 'accepted') return { ...base, ...outcome };
    if (outcome.state === 'uncertain')
      return { ...base, ...outcome, delaySeconds: this.env.uncertainGraceSeconds };
    if (isSpent(delivery.age, delivery.attempts + 1, this.env.retrySeconds))
      return { ...base, ...outcome, state: 'failed', reason: 'expired' };
    const delaySeconds = retryDelaySeconds(delivery.attempts + 1, this.env.retrySeconds);
    return { ...base, ...outcome, delaySeconds };
  }
}
