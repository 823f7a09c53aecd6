import { Module, type OnModuleInit } from '@nestjs/common';
import { JobWorkers } from '#libs/platform';
import { BacktestJobsModule } from '#libs/segments';
import { CampaignsModule } from '../campaigns.module.js';
import { TriggerBacktestRunner } from './trigger-backtest-runner.js';
import { triggerBacktestRun } from './trigger-backtest.jobs.js';
import { TriggerPasts } from './trigger-past.js';

/** Backtests of triggers at work: for worker processes only. */
@Module({
  imports: [CampaignsModule, BacktestJobsModule],
  providers: [TriggerBacktestRunner, TriggerPasts],
  exports: [CampaignsModule, TriggerBacktestRunner],
})
export class TriggerBacktestJobsModule implements OnModuleInit {
  constructor(
    private readonly workers: JobWorkers,
    private readonly runner: TriggerBacktestRunner,
  ) {}

  onModuleInit(): void {
    this.workers.handle(triggerBacktestRun, ({ backtestId }, signal) =>
      this.runner.run(backtestId, signal),
    );
  }
}
