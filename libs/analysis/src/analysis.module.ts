import { Module } from '@nestjs/common';
import { CompetitorsModule } from '#libs/competitors';
import { FactsRepository } from './facts/facts.repository.js';
import { ReportService } from './report.service.js';

/** Reports on campaigns. */
@Module({
  imports: [CompetitorsModule],
  providers: [FactsRepository, ReportService],
  exports: [ReportService],
})
export class AnalysisModule {}
