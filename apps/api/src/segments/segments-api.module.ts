import { Module } from '@nestjs/common';
import { SegmentsModule } from '#libs/segments';
import { LanguageController } from './language.controller.js';
import { SegmentController } from './segment.controller.js';

/** Segments over HTTP. */
@Module({ imports: [SegmentsModule], controllers: [SegmentController, LanguageController] })
export class SegmentsApiModule {}
