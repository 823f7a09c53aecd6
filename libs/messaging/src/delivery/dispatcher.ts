import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { DomainError, messageOf, type Clock } from '#libs/kernel';
import { CLOCK, ENV, type Env, Log, Metrics } from '#libs/platform';
import type { ChannelName, Message, SendOutcome } from '../channels/channel.js';
import { fitted } from '../channels/fitted.js';
import { refusalOf } from '../bounces/refusal.js';
import { Channels } from '../channels/channels.js';
import { Pacer } from '../pace/pacer.js';
import { isTooMuch, SlowDowns } from '../pace/slow-downs.js';
import type { Urgency } from '../pace/urgency.js';
import { Breaker } from './breaker.js';
import { Composer, Unreachable, type Composed } from './composer.js';
import { Feed } from './feed.js';
import type { Outcome } from './ending.repository.js';
import { Flusher } from './flusher.js';
import { Lanes } from './lanes.js';
import {
  type DueCursor,
  type DueDelivery,
  LedgerRepository,
  type Share,
} from './ledger.repository.js';
import { isSpent, retryDelaySeconds } from './retry.js';

/** Deliveries that are looked at, and whose contacts are read, at a time. */
const batchSize = 500;

/** What is held back for longer is left to the sweeps. */
const longestPauseMs = 5000;
const shortestPauseMs = 100;

/**
 * Sends a mailing's due deliveries: makes them into messages and takes each through intent, attempt and
 * outcome. All runs of a process share its lanes, so that it never has more messages between intent and
 * outcome than its window.
 */
@Injectable()
export class Dispatcher {
  private readonly lanes: Record<ChannelName, Lanes>;
  /** Lanes of the channel that has most. */
  private readonly widest: number;
  private readonly breakers: Record<ChannelName, Breaker>;
  private readonly attempts;
  /** Ids of what this process has looked at and not yet done with. */
  private readonly inHand = new Set<string>();
  /** Mailings of which something was held back by a limit. */
  private readonly paced = new Set<string>();

  constructor(
    private readonly ledger: LedgerRepository,
    private readonly flusher: Flusher,
    private readonly composer: Composer,
    private readonly channels: Channels,
    private readonly pacer: Pacer,
    private readonly slowDowns: SlowDowns,
    private readonly log: Log,
    metrics: Metrics,
    @Inject(CLOCK) clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {
    const size = env.sendConnections;
    // A gateway takes one message a request: more than connections would only wait there.
    const sms = env.smsTransport === 'smpp' ? env.smppWindow : size;
    this.lanes = { email: new Lanes(env.sendWindow), sms: new Lanes(sms) };
    this.widest = Math.max(env.sendWindow, sms);
    this.breakers = { email: new Breaker(clock, size), sms: new Breaker(clock, sms) };
    this.attempts = metrics.counter('saphan_send_attempts_total', 'Attempts by how they ended', [
      'channel',
      'outcome',
    ]);
  }

  /**
   * Works until nothing of the mailing is due, its way is closed, or `signal` asks to stop.
   * @param share the part of the mailing that is this run's.
   */
  async run(mailingId: string, signal: AbortSignal, share?: Share): Promise<void> {
    do {
      // What another run had in hand may have come back since: until a look from the start finds none.
      for (let sent = 1; sent > 0 && !signal.aborted;) {
        sent = 0;
        const cursor: DueCursor = {};
        const feed = new Feed(async () => {
          const due = await this.look(mailingId, cursor, share);
          sent += due.length;
          return this.compose(mailingId, due);
        }, batchSize / 2);
        try {
          if (!(await this.sendAll(feed, signal))) return;
        } finally {
          for (const { delivery } of await feed.end()) this.inHand.delete(delivery.id);
          await this.flusher.drained();
        }
      }
    } while (await this.outlast(mailingId, signal));
  }

  /** Waits for what is held back by a limit and due in a moment. @returns false when nothing is. */
  private async outlast(mailingId: string, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted || !this.paced.has(mailingId)) return false;
    const ms = await this.ledger.untilDue(mailingId);
    if (ms === null || ms > longestPauseMs) {
      this.paced.delete(mailingId);
      return false;
    }
    await sleep(Math.max(shortestPauseMs, ms), undefined, { signal }).catch(() => undefined);
    return !signal.aborted;
  }

  /** What is due and nobody in this process has in hand. */
  private async look(mailingId: string, cursor: DueCursor, share?: Share): Promise<DueDelivery[]> {
    for (;;) {
      const due = await this.ledger.due(mailingId, batchSize, cursor, share);
      const free = due.filter(({ id }) => !this.inHand.has(id));
      for (const { id } of free) this.inHand.add(id);
      if (free.length > 0 || due.length === 0) return free;
    }
  }

  /** A template that can no longer be compiled fails its own deliveries; whatever else passes. */
  private async compose(mailingId: string, due: DueDelivery[]): Promise<Composed[]> {
    if (due.length === 0) return [];
    try {
      return await this.composer.compose(mailingId, due);
    } catch (error) {
      for (const each of due) {
        if (error instanceof DomainError) this.refuse(each, error);
        this.inHand.delete(each.id);
      }
      throw error;
    }
  }

  /** @returns false when some were not begun, because the way is closed or we drain. */
  private async sendAll(feed: Feed<Composed>, signal: AbortSignal): Promise<boolean> {
    let free = true;
    const lane = async () => {
      for (let next = await feed.take(); next; next = free ? await feed.take() : undefined) {
        const { delivery } = next;
        const { channel } = delivery;
        await this.lanes[channel].run(async () => {
          if (signal.aborted || !this.breakers[channel].isOpen) free = false;
          else await this.sendOne(next);
        }, next.urgency);
        this.inHand.delete(delivery.id);
      }
    };
    const lanes = await Promise.allSettled(Array.from({ length: this.widest }, lane));
    for (const each of lanes) if (each.status === 'rejected') throw each.reason;
    return free;
  }

  private async sendOne(composed: Composed): Promise<void> {
    const { delivery, wait, make, domain, urgency } = composed;
    const delaySeconds = wait();
    if (delaySeconds > 0)
      return this.flusher.postpone({ delivery, reason: 'quiet_hours', delaySeconds });
    if (!(await this.mayGo(composed))) return;
    let message: Message;
    try {
      message = make();
    } catch (error) {
      this.refuse(delivery, error);
      return;
    }
    if (!(await this.flusher.intend(delivery))) return;
    const outcome = await this.attempt(delivery, message, urgency);
    this.attempts.inc({ channel: delivery.channel, outcome: outcome.state });
    if (domain !== null) this.learn(domain, outcome);
    this.flusher.settle(this.written(delivery, outcome));
  }

  /** Whether no limit on the pace holds it back; one that does says until when. */
  private async mayGo({ delivery, urgency, domain, rules }: Composed): Promise<boolean> {
    const slow = domain === null ? null : this.slowDowns.ruleOf(domain);
    const waitMs = await this.pacer.take(slow ? [...rules, slow] : rules, urgency);
    if (waitMs === 0) return true;
    this.paced.add(delivery.mailingId);
    this.flusher.postpone({ delivery, reason: 'paced', delaySeconds: Math.ceil(waitMs / 1000) });
    return false;
  }

  private learn(domain: string, outcome: SendOutcome): void {
    if (outcome.state === 'accepted') this.slowDowns.sent(domain);
    else if (
      (outcome.state === 'deferred' || outcome.state === 'unavailable') &&
      isTooMuch(outcome.code)
    )
      void this.slowDowns.refused(domain);
  }

  /** A channel does not throw; should it do so, nobody knows whether the message left. */
  private async attempt(
    { id }: DueDelivery,
    message: Message,
    urgency: Urgency,
  ): Promise<SendOutcome> {
    try {
      return fitted(await this.channels.send(message, urgency));
    } catch (error) {
      this.log.error('delivery.attempt_failed', { deliveryId: id, error });
      return { state: 'uncertain' };
    }
  }

  /** A poisoned contact or template fails alone. */
  private refuse(delivery: DueDelivery, error: unknown): void {
    if (error instanceof Unreachable)
      return this.flusher.refuse({ delivery, state: 'suppressed', reason: error.reason });
    this.log.error('delivery.unrenderable', { deliveryId: delivery.id, error });
    this.flusher.refuse({
      delivery,
      state: 'failed',
      reason: 'unrenderable',
      why: messageOf(error),
    });
  }

  private written(delivery: DueDelivery, outcome: SendOutcome): Outcome {
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
    const refusal = refusalOf(delivery.channel, outcome);
    if (outcome.state === 'failed') return { ...base, ...outcome, reason: 'rejected', refusal };
    if (outcome.state === 'accepted') return { ...base, ...outcome };
    if (outcome.state === 'uncertain')
      return { ...base, ...outcome, delaySeconds: this.env.uncertainGraceSeconds };
    if (isSpent(delivery.age, delivery.attempts + 1, this.env.retrySeconds))
      return { ...base, ...outcome, state: 'failed', reason: 'expired', refusal };
    const delaySeconds = retryDelaySeconds(delivery.attempts + 1, this.env.retrySeconds);
    return { ...base, ...outcome, delaySeconds };
  }
}
