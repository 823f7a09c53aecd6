import { Module, type OnModuleInit } from '@nestjs/common';
import { ContactsModule } from '#libs/contacts';
import { JobWorkers } from '#libs/platform';
import { SegmentsModule } from '../segments.module.js';
import { BacktestRunner } from './backtest-runner.js';
import { backtestRun } from './backtest.jobs.js';
import { ChunkRunner } from './chunk-runner.js';
import { CompetingRepository } from './competing.repository.js';
import { PastEventsRepository } from './past-events.repository.js';
import { PastFacts } from './past-facts.js';
import { PastListsRepository } from './past-lists.repository.js';
import { PastReachRepository } from './past-reach.repository.js';

/** Backtests at work: for worker processes only. */
@Module({
  imports: [SegmentsModule, ContactsModule],
  providers: [
    BacktestRunner,
    ChunkRunner,
    CompetingRepository,
    PastEventsRepository,
    PastFacts,
    PastListsRepository,
    PastReachRepository,
  ],
  exports: [SegmentsModule, BacktestRunner, ChunkRunner, CompetingRepository, PastFacts],
})
export class BacktestJobsModule implements OnModuleInit {
  constructor(
    private readonly workers: JobWorkers,
    private readonly runner: BacktestRunner,
  ) {}

  onModuleInit(): void {
    this.workers.handle(backtestRun, ({ backtestId }, signal) =>
      this.runner.run(backtestId, signal),
    );
  }
}
