import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContactsModule } from '#libs/contacts';
import { AudienceRepository } from './audience.repository.js';
import { BACKTEST_LIMITS, defaultBacktestLimits } from './backtest/backtest-limits.js';
import { BacktestRepository } from './backtest/backtest.repository.js';
import { BacktestService } from './backtest/backtest.service.js';
import { Backtests } from './backtest/backtests.js';
import { Catalogue } from './catalogue.js';
import { ContactFacts } from './contact-facts.js';
import { EstimateService } from './estimate/estimate.service.js';
import { SampleRepository } from './estimate/sample.repository.js';
import { EventFactsRepository } from './event-facts.repository.js';
import { FactsLoader } from './facts/facts-loader.js';
import { BuildRepository } from './keep/build.repository.js';
import { Builder } from './keep/builder.js';
import { Collector } from './keep/collector.js';
import { Reminding } from './keep/reminding.js';
import { RemindingRepository } from './keep/reminding.repository.js';
import { SegmentErasure } from './keep/erasure.repository.js';
import { KeepMetrics } from './keep/keep-metrics.js';
import { KeepRepository } from './keep/keep.repository.js';
import { Keeper } from './keep/keeper.js';
import { KeptRepository } from './keep/kept.repository.js';
import { KeptService } from './keep/kept.service.js';
import { KeptSegments } from './keep/kept-segments.js';
import { Planner } from './keep/planner.js';
import { SegmentWork } from './keep/segment-work.js';
import { SignalRepository } from './keep/signal.repository.js';
import { StandingRepository } from './keep/standing.repository.js';
import { SwitchRepository } from './keep/switch.repository.js';
import { WorkRepository } from './keep/work.repository.js';
import { ListFactsRepository } from './list-facts.repository.js';
import { MessageFactsRepository } from './message-facts.repository.js';
import { NamesRepository } from './names.repository.js';
import { ReachRepository } from './reach.repository.js';
import { RuleService } from './rule.service.js';
import { Segment } from './segment.entity.js';
import { SegmentRepository } from './segment.repository.js';
import { SegmentService } from './segment.service.js';

const keeping = [
  KeepRepository,
  BuildRepository,
  KeptRepository,
  KeptService,
  StandingRepository,
  SegmentErasure,
];

/** Segments, and rules applied to the contacts that there are. */
@Module({
  imports: [TypeOrmModule.forFeature([Segment]), ContactsModule],
  providers: [
    AudienceRepository,
    BacktestRepository,
    BacktestService,
    Backtests,
    { provide: BACKTEST_LIMITS, useValue: defaultBacktestLimits },
    Catalogue,
    ContactFacts,
    EstimateService,
    EventFactsRepository,
    ListFactsRepository,
    MessageFactsRepository,
    NamesRepository,
    ReachRepository,
    ...keeping,
    RuleService,
    SampleRepository,
    SegmentRepository,
    SegmentService,
  ],
  exports: [
    BacktestRepository,
    BacktestService,
    Backtests,
    BACKTEST_LIMITS,
    Catalogue,
    EstimateService,
    ListFactsRepository,
    MessageFactsRepository,
    ReachRepository,
    RuleService,
    SegmentRepository,
    SegmentService,
    ...keeping,
  ],
})
export class SegmentsModule {}

/** What segments do by themselves, in a worker. */
@Module({
  imports: [SegmentsModule, ContactsModule],
  providers: [
    Builder,
    Reminding,
    RemindingRepository,
    Collector,
    FactsLoader,
    KeepMetrics,
    Keeper,
    KeptSegments,
    Planner,
    SegmentWork,
    SignalRepository,
    SwitchRepository,
    WorkRepository,
  ],
  exports: [SegmentWork],
})
export class SegmentsWorkModule {}
