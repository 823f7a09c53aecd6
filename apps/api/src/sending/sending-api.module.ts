import { Module } from '@nestjs/common';
import { CampaignsModule } from '#libs/campaigns';
import { DeadLetterController } from './dead-letter.controller.js';
import { GuardController } from './guard.controller.js';
import { ResendController } from './resend.controller.js';
import { SeedController } from './seed.controller.js';
import { SendingController } from './sending.controller.js';

/** All sending, and those who run it, over HTTP. */
@Module({
  imports: [CampaignsModule],
  controllers: [
    DeadLetterController,
    GuardController,
    ResendController,
    SeedController,
    SendingController,
  ],
})
export class SendingApiModule {}
