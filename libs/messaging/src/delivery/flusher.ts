import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Log, Metrics } from '#libs/platform';
import type { Outcome, Postponement, Refusal } from './ending.repository.js';
import { FlushRepository, type Flush } from './flush.repository.js';
import type { DueDelivery } from './ledger.repository.js';

interface PendingIntent {
  delivery: DueDelivery;
  resolve: (confirmed: boolean) => void;
}

const longestPauseMs = 5000;

/**
 * The one place of a process that writes the ledger while messages are sent. Whatever has gathered
 * while the last commit was under way goes into the next one: the busier, the larger the groups.
 *
 * A lane hands in the outcome of a message together with the intent of its next one, so that at every
 * instant at most one message a lane has a durable intent and no durable outcome. That bounds what a
 * kill can leave uncertain.
 */
@Injectable()
export class Flusher {
  private outcomes: Outcome[] = [];
  private refusals: Refusal[] = [];
  private postponements: Postponement[] = [];
  private intents: PendingIntent[] = [];
  /** Who wants to know when all that was handed in before them is durable. */
  private marks: (() => void)[] = [];
  private running: Promise<void> | null = null;
  private readonly latency;

  constructor(
    private readonly repository: FlushRepository,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.latency = metrics.histogram(
      'saphan_flush_seconds',
      'Time of one commit of intents and outcomes',
      [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3],
    );
  }

  /** Resolves once the intent is durable: false when the delivery must not be sent (any more). */
  intend(delivery: DueDelivery): Promise<boolean> {
    return new Promise((resolve) => {
      this.intents.push({ delivery, resolve });
      this.wake();
    });
  }

  /** Takes note of an attempt's end; it is written with the next commit. */
  settle(outcome: Outcome): void {
    this.outcomes.push(outcome);
    this.wake();
  }

  /** Takes note of a delivery that cannot be made into a message. */
  refuse(refusal: Refusal): void {
    this.refusals.push(refusal);
    this.wake();
  }

  /** Takes note of a delivery that is to be sent later. */
  postpone(postponement: Postponement): void {
    this.postponements.push(postponement);
    this.wake();
  }

  /** Resolves when everything is durable that has been handed in by now, whatever others still hand in. */
  async drained(): Promise<void> {
    if (this.running) await new Promise<void>((resolve) => this.marks.push(resolve));
  }

  private wake(): void {
    this.running ??= this.run().finally(() => {
      this.running = null;
      if (this.hasWork()) this.wake();
    });
  }

  private hasWork(): boolean {
    const { outcomes, refusals, postponements, intents, marks } = this;
    return [outcomes, refusals, postponements, intents, marks].some((each) => each.length > 0);
  }

  private async run(): Promise<void> {
    // Lets every lane that is ready in this turn of the event loop join the group.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.hasWork()) {
      const { outcomes, refusals, postponements, intents, marks } = this;
      this.outcomes = [];
      this.refusals = [];
      this.postponements = [];
      this.intents = [];
      this.marks = [];
      const work = {
        outcomes,
        refusals,
        postponements,
        intents: intents.map(({ delivery }) => delivery),
      };
      const confirmed = await this.commit(work);
      for (const { delivery, resolve } of intents) resolve(confirmed.has(delivery.id));
      for (const reached of marks) reached();
    }
  }

  /** Tries until the database takes it: nothing that was sent may be forgotten while we live. */
  private async commit(work: Flush): Promise<Set<string>> {
    for (let attempt = 1; ; attempt++) {
      const stop = this.latency.startTimer();
      try {
        return await this.repository.flush(work);
      } catch (error) {
        this.log.error('ledger.flush_failed', { attempt, rows: work.outcomes.length, error });
        await sleep(Math.min(longestPauseMs, 50 * 2 ** attempt));
      } finally {
        stop();
      }
    }
  }
}
