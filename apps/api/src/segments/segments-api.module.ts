import { Module } from '@nestjs/common';
import { SegmentsModule } from '#libs/segments';
import { BacktestController } from './backtest.controller.js';
import { SegmentController } from './segment.controller.js';

/** Segments and rules tried out, over HTTP. */
@Module({ imports: [SegmentsModule], controllers: [SegmentController, BacktestController] })
export class SegmentsApiModule {}
