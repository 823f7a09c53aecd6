import { Module } from '@nestjs/common';
import { AnalysisModule } from '#libs/analysis';
import { PastController } from './past.controller.js';
import { ReportController } from './report.controller.js';

/** Reports over HTTP. */
@Module({ imports: [AnalysisModule], controllers: [PastController, ReportController] })
export class ReportsApiModule {}
