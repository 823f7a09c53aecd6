import { Module, type OnModuleInit } from '@nestjs/common';
import { JobWorkers } from '#libs/platform';
import { ContactsModule } from './contacts.module.js';
import { ImportBatchWriter } from './imports/import-batch.js';
import { ImportPlanner } from './imports/import-plan.js';
import { ImportRunner } from './imports/import-runner.js';
import { IntakeConsumer } from './intake/intake-consumer.js';
import { IntakeTaker } from './intake/intake-taker.js';
import { IntakeWork } from './intake/intake.work.js';
import { importRun } from './imports/import.jobs.js';
import { metricScore } from './metrics/metric.jobs.js';
import { MetricScorer } from './metrics/metric-scorer.js';

/** The background work of this lib: for worker processes only. */
@Module({
  imports: [ContactsModule],
  providers: [
    ImportRunner,
    ImportPlanner,
    ImportBatchWriter,
    IntakeConsumer,
    IntakeTaker,
    IntakeWork,
    MetricScorer,
  ],
  exports: [ContactsModule, ImportRunner, IntakeConsumer, IntakeWork, MetricScorer],
})
export class ContactsJobsModule implements OnModuleInit {
  constructor(
    private readonly workers: JobWorkers,
    private readonly runner: ImportRunner,
    private readonly scorer: MetricScorer,
  ) {}

  onModuleInit(): void {
    this.workers.handle(importRun, ({ importId }, signal) => this.runner.run(importId, signal));
    this.workers.handle(metricScore, ({ metricId }, signal) => this.scorer.run(metricId, signal));
  }
}
