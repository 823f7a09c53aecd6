import { Module } from '@nestjs/common';
import { SegmentsModule } from '#libs/segments';
import { SegmentController } from './segment.controller.js';

/** Segments over HTTP. */
@Module({ imports: [SegmentsModule], controllers: [SegmentController] })
export class SegmentsApiModule {}
