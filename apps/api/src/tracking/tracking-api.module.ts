import { Module } from '@nestjs/common';
import { ResponsesModule } from '#libs/responses';
import { OneClickBody } from './one-click-body.js';
import { TrackingController } from './tracking.controller.js';

/** The addresses in messages. */
@Module({
  imports: [ResponsesModule],
  controllers: [TrackingController],
  providers: [OneClickBody],
})
export class TrackingApiModule {}
