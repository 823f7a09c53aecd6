import { Module } from '@nestjs/common';
import { AnalysisModule } from '#libs/analysis';
import { ReportController } from './report.controller.js';

/** Reports over HTTP. */
@Module({ imports: [AnalysisModule], controllers: [ReportController] })
export class ReportsApiModule {}
