import { Module } from '@nestjs/common';
import { ResponsesModule } from '#libs/responses';
import { InboundController } from './inbound.controller.js';
import { ReplyController } from './reply.controller.js';

/** What comes back by mail. */
@Module({
  imports: [ResponsesModule],
  controllers: [InboundController, ReplyController],
})
export class ResponsesApiModule {}
