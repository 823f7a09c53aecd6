import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContactsModule } from '#libs/contacts';
import { AudienceRepository } from './audience.repository.js';
import { BACKTEST_LIMITS, defaultBacktestLimits } from './backtest/backtest-limits.js';
import { BacktestRepository } from './backtest/backtest.repository.js';
import { BacktestService } from './backtest/backtest.service.js';
import { Catalogue } from './catalogue.js';
import { ContactFacts } from './contact-facts.js';
import { EventFactsRepository } from './event-facts.repository.js';
import { ListFactsRepository } from './list-facts.repository.js';
import { MessageFactsRepository } from './message-facts.repository.js';
import { NamesRepository } from './names.repository.js';
import { ReachRepository } from './reach.repository.js';
import { RuleService } from './rule.service.js';
import { Segment } from './segment.entity.js';
import { SegmentRepository } from './segment.repository.js';
import { SegmentService } from './segment.service.js';

/** Segments, and rules applied to the contacts that there are. */
@Module({
  imports: [TypeOrmModule.forFeature([Segment]), ContactsModule],
  providers: [
    AudienceRepository,
    BacktestRepository,
    BacktestService,
    { provide: BACKTEST_LIMITS, useValue: defaultBacktestLimits },
    Catalogue,
    ContactFacts,
    EventFactsRepository,
    ListFactsRepository,
    MessageFactsRepository,
    NamesRepository,
    ReachRepository,
    RuleService,
    SegmentRepository,
    SegmentService,
  ],
  exports: [BacktestRepository, BacktestService, BACKTEST_LIMITS, RuleService, SegmentService],
})
export class SegmentsModule {}
