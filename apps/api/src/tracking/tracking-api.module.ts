import { Module } from '@nestjs/common';
import { ResponsesModule } from '#libs/responses';
import { TrackingController } from './tracking.controller.js';

/** The addresses in messages. */
@Module({ imports: [ResponsesModule], controllers: [TrackingController] })
export class TrackingApiModule {}
