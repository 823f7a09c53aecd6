import { Module } from '@nestjs/common';
import { CampaignsModule } from '#libs/campaigns';
import { GuardController } from './guard.controller.js';
import { SendingController } from './sending.controller.js';

/** All sending, and those who run it, over HTTP. */
@Module({
  imports: [CampaignsModule],
  controllers: [GuardController, SendingController],
})
export class SendingApiModule {}
