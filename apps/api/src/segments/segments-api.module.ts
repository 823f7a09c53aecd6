import { Module } from '@nestjs/common';
import { SegmentsModule } from '#libs/segments';
import { BacktestController } from './backtest.controller.js';
import { LanguageController } from './language.controller.js';
import { SegmentController } from './segment.controller.js';

/** Segments, the language they are written in, and rules tried out, over HTTP. */
@Module({
  imports: [SegmentsModule],
  controllers: [SegmentController, LanguageController, BacktestController],
})
export class SegmentsApiModule {}
