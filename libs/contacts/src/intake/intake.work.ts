import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import { Bell, CLOCK, Log, Loop } from '#libs/platform';
import { ErasedRepository } from './erased.repository.js';
import { anonymousDays, intakeBell, refusalDays } from './intake.js';
import { IntakeConsumer } from './intake-consumer.js';
import { RefusalRepository } from './refusal.repository.js';
import { VisitorRepository } from './visitor.repository.js';

/** A ring may be lost: the inbox is looked at by itself as often, milliseconds. */
const everyMs = 250;
const dayMs = 86_400_000;

/** Takes messages in for as long as a worker runs. */
@Injectable()
export class IntakeWork {
  private readonly loop: Loop;

  constructor(
    consumer: IntakeConsumer,
    private readonly bell: Bell,
    private readonly visitors: VisitorRepository,
    private readonly refusals: RefusalRepository,
    private readonly erased: ErasedRepository,
    log: Log,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.loop = new Loop({ name: 'intake', work: () => consumer.consume(), everyMs }, log);
  }

  start(): void {
    this.bell.on(intakeBell, () => this.loop.wake());
    this.loop.wake();
  }

  /** Resolves when what is under way is done. */
  stop(): Promise<void> {
    return this.loop.stop();
  }

  /** Forgets what has been kept long enough. */
  async sweep(): Promise<void> {
    const now = this.clock.now().getTime();
    await this.visitors.sweep(new Date(now - anonymousDays * dayMs));
    await this.refusals.sweep(new Date(now - refusalDays * dayMs));
    await this.erased.sweep(new Date(now - dayMs));
  }
}
