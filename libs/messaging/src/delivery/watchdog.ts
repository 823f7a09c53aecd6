import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { ENV, Health, Log, Metrics, type Env } from '#libs/platform';
import { TallyRepository } from '../guards/tally.repository.js';
import { MailingRepository } from './mailing.repository.js';

/**
 * Sees when messages are due and none comes to an end, of any process: a queue that hangs, a mail server
 * that lets nobody in. The process says so and is not ready; whoever supervises it restarts it.
 */
@Injectable()
export class Watchdog implements OnModuleInit {
  private dueSeconds = 0;
  private stalledSeconds = 0;

  constructor(
    private readonly mailings: MailingRepository,
    private readonly tallies: TallyRepository,
    private readonly health: Health,
    private readonly log: Log,
    metrics: Metrics,
    @Inject(ENV) private readonly env: Env,
  ) {
    metrics.gauge(
      'saphan_delivery_due_seconds',
      'For how long the oldest message is due',
      () => this.dueSeconds,
    );
    metrics.gauge(
      'saphan_delivery_stalled_seconds',
      'For how long messages are due and none ends; 0 while all is well',
      () => this.stalledSeconds,
    );
  }

  onModuleInit(): void {
    this.health.watch('progress', async () => {
      if (this.stalledSeconds > 0)
        throw new Error(`Messages are due, and none has ended for ${this.stalledSeconds} s.`);
    });
  }

  async sweep(): Promise<void> {
    this.dueSeconds = await this.mailings.dueSeconds();
    // Of whatever has come to no end ever, the time since it is due says as much.
    const idle = (await this.tallies.idleSeconds()) ?? this.dueSeconds;
    const stalled = Math.min(this.dueSeconds, idle);
    const was = this.stalledSeconds > 0;
    this.stalledSeconds = stalled >= this.env.watchdogSeconds ? stalled : 0;
    const is = this.stalledSeconds > 0;
    if (is && !was) this.log.warn('delivery.stalled', { seconds: stalled });
    if (was && !is) this.log.info('delivery.moves_again');
  }
}
