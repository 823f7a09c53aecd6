import { Module } from '@nestjs/common';
import { MessagingModule } from '#libs/messaging';
import { DkimController } from './dkim.controller.js';
import { LimitsController } from './limits.controller.js';
import { SenderController } from './sender.controller.js';
import { SmsPriceController } from './sms-price.controller.js';
import { TemplateController } from './template.controller.js';

/** Templates, senders and the organisation over HTTP. */
@Module({
  imports: [MessagingModule],
  controllers: [
    DkimController,
    LimitsController,
    SenderController,
    SmsPriceController,
    TemplateController,
  ],
})
export class MessagingApiModule {}
