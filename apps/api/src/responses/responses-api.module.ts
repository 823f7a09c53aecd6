import { Module } from '@nestjs/common';
import { ResponsesModule } from '#libs/responses';
import { InboundController } from './inbound.controller.js';
import { ReplyController } from './reply.controller.js';
import { SmsWebhookController, TwilioWebhookController } from './sms-webhook.controller.js';
import { webhookControllers } from './webhook.controller.js';

/** What comes back: by mail, and by providers' webhooks. */
@Module({
  imports: [ResponsesModule],
  controllers: [
    InboundController,
    ReplyController,
    SmsWebhookController,
    TwilioWebhookController,
    ...webhookControllers,
  ],
})
export class ResponsesApiModule {}
