import { Module } from '@nestjs/common';
import { CompetitorsModule } from '#libs/competitors';
import { FactsRepository } from './facts/facts.repository.js';
import { PastRepository } from './past/past.repository.js';
import { PastService } from './past/past.service.js';
import { ReportService } from './report.service.js';

/** Reports on campaigns. */
@Module({
  imports: [CompetitorsModule],
  providers: [FactsRepository, PastRepository, PastService, ReportService],
  exports: [PastService, ReportService],
})
export class AnalysisModule {}
