import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '#libs/kernel';
import { ENV, Log, Metrics, type Env } from '#libs/platform';
import { InboxRepository } from './inbox.repository.js';

/** How old the count may be, milliseconds. */
const freshMs = 250;

/** Of the time that counting takes, so much is left between two counts: it costs a tenth at most. */
const restFactor = 9;

/** Seconds after which a client that was refused may try again. */
const retryAfter = 2;

/**
 * How many messages wait to be taken in: counted in the background while some arrive, and by what
 * this process has added since.
 */
@Injectable()
export class Backlog {
  private counted = 0;
  private added = 0;
  private staleAt = 0;
  private counting: Promise<void> | null = null;

  constructor(
    private readonly inbox: InboxRepository,
    private readonly log: Log,
    @Inject(ENV) private readonly env: Env,
    metrics: Metrics,
  ) {
    metrics.gauge('saphan_intake_backlog', 'Messages that wait to be taken in', () =>
      this.inbox.waiting(),
    );
  }

  /** @throws DomainError intake.backlog when too many wait. */
  async admit(messages: number): Promise<void> {
    if (performance.now() >= this.staleAt) {
      const counted = this.count();
      // Whoever was refused last is judged by a count of now.
      if (this.isFull()) await counted;
    }
    if (this.isFull())
      throw new DomainError(
        'intake.backlog',
        'overloaded',
        'Too many messages wait to be taken in. Send them again later.',
        [],
        retryAfter,
      );
    this.added += messages;
  }

  private isFull(): boolean {
    return this.counted + this.added >= this.env.intakeBacklog;
  }

  private count(): Promise<void> {
    this.counting ??= this.recount().finally(() => {
      this.counting = null;
    });
    return this.counting;
  }

  private async recount(): Promise<void> {
    const began = performance.now();
    const before = this.added;
    try {
      this.counted = await this.inbox.waiting();
      this.added -= before;
    } catch (error) {
      this.log.error('intake.not_counted', { error });
    }
    const ended = performance.now();
    this.staleAt = ended + Math.max(freshMs, restFactor * (ended - began));
  }
}
