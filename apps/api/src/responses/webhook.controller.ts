import { Controller, HttpCode, Post, applyDecorators } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { WebhookService, type WebhookRequest } from '#libs/responses';
import { Public } from '../access/access.decorator.js';
import type { BulkConfig } from '../http/bulk-body.js';
import { Signed } from './signed-request.decorator.js';
import { WebhookTakenDto } from './webhook.dto.js';

/** Bytes; SendGrid's batches are the largest of them by far. */
const bodyLimit = 4 * 1024 * 1024;
/** From one address: providers send from few. */
const perMinute = 30_000;
const config: BulkConfig = { bulk: { bodyLimit } };

/** A route that a provider calls: open to everybody, its signature is the key. */
const Webhook = (provider: string, why: string, body: object) =>
  applyDecorators(
    Post(),
    HttpCode(200),
    Public(why, { perMinute, config }),
    ApiOperation({
      summary: `What ${provider} tells of messages: bounces, complaints, deliveries.`,
      description: why,
    }),
    ApiBody({ schema: { additionalProperties: true, ...body } }),
    ApiOkResponse({ type: WebhookTakenDto }),
  );

const object = { type: 'object' };

@ApiTags('webhooks')
@Controller('v1/webhooks/ses')
export class SesWebhookController {
  constructor(private readonly webhooks: WebhookService) {}

  @Webhook('Amazon SES', 'Signed by Amazon SNS, for the topic of SES_TOPIC_ARN alone.', object)
  async take(@Signed() request: WebhookRequest): Promise<WebhookTakenDto> {
    return { taken: await this.webhooks.ses(request) };
  }
}

@ApiTags('webhooks')
@Controller('v1/webhooks/sendgrid')
export class SendgridWebhookController {
  constructor(private readonly webhooks: WebhookService) {}

  @Webhook('SendGrid', 'Signed by SendGrid with the key of SENDGRID_WEBHOOK_KEY.', {
    type: 'array',
    items: { type: 'object', additionalProperties: true },
  })
  async take(@Signed() request: WebhookRequest): Promise<WebhookTakenDto> {
    return { taken: await this.webhooks.sendgrid(request) };
  }
}

@ApiTags('webhooks')
@Controller('v1/webhooks/postmark')
export class PostmarkWebhookController {
  constructor(private readonly webhooks: WebhookService) {}

  @Webhook('Postmark', 'Asks for POSTMARK_WEBHOOK_LOGIN by HTTP Basic.', object)
  async take(@Signed() request: WebhookRequest): Promise<WebhookTakenDto> {
    return { taken: await this.webhooks.postmark(request) };
  }
}

@ApiTags('webhooks')
@Controller('v1/webhooks/mailgun')
export class MailgunWebhookController {
  constructor(private readonly webhooks: WebhookService) {}

  @Webhook('Mailgun', 'Signed by Mailgun with the key of MAILGUN_WEBHOOK_KEY.', object)
  async take(@Signed() request: WebhookRequest): Promise<WebhookTakenDto> {
    return { taken: await this.webhooks.mailgun(request) };
  }
}

export const webhookControllers = [
  MailgunWebhookController,
  PostmarkWebhookController,
  SendgridWebhookController,
  SesWebhookController,
];
