import { Module } from '@nestjs/common';
import { CampaignsModule } from '#libs/campaigns';
import { SendingController } from './sending.controller.js';

/** All sending, and those who run it, over HTTP. */
@Module({
  imports: [CampaignsModule],
  controllers: [SendingController],
})
export class SendingApiModule {}
