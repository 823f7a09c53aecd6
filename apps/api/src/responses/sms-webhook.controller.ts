import { Controller, HttpCode, Param, Post, applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { SmsWebhookService, type WebhookRequest } from '#libs/responses';
import { Public } from '../access/access.decorator.js';
import type { BulkConfig } from '../http/bulk-body.js';
import { Signed } from './signed-request.decorator.js';
import { gatewayMessage, gatewayReceipt, SealParam } from './sms-webhook.dto.js';
import { WebhookTakenDto } from './webhook.dto.js';

const config: BulkConfig = { bulk: { bodyLimit: 64 * 1024 } };
/** From one address: a gateway has few. */
const perMinute = 30_000;

const twilioWhy = 'Signed by Twilio with the AuthToken of TWILIO_LOGIN, over PUBLIC_URL.';
const gatewayWhy = 'Asks for SMS_INBOUND_TOKEN as a bearer token.';

/** Twilio takes any content for instructions: it is answered with none. */
const ByTwilio = (path: string, summary: string) =>
  applyDecorators(
    Post(path),
    HttpCode(204),
    Public(twilioWhy, { perMinute, config }),
    ApiOperation({ summary, description: twilioWhy }),
    ApiBody({ schema: { type: 'object', additionalProperties: true } }),
    ApiNoContentResponse({ description: 'Taken.' }),
  );

@ApiTags('webhooks')
@Controller('v1/webhooks/twilio')
export class TwilioWebhookController {
  constructor(private readonly webhooks: SmsWebhookService) {}

  @ByTwilio('status/:seal', 'What Twilio tells of a message that we sent.')
  async status(@Signed() request: WebhookRequest, @Param() { seal }: SealParam): Promise<void> {
    await this.webhooks.twilioStatus(request, seal);
  }

  @ByTwilio('inbound', 'What somebody wrote to one of our numbers at Twilio.')
  async inbound(@Signed() request: WebhookRequest): Promise<void> {
    await this.webhooks.twilioInbound(request);
  }
}

@ApiTags('webhooks')
@Controller('v1/webhooks/sms')
export class SmsWebhookController {
  constructor(private readonly webhooks: SmsWebhookService) {}

  @Post('receipts')
  @HttpCode(200)
  @Public(gatewayWhy, { perMinute, config })
  @ApiOperation({
    summary: 'What became of a text message, by any gateway.',
    description: gatewayWhy,
  })
  @ApiBody({ schema: gatewayReceipt })
  @ApiOkResponse({ type: WebhookTakenDto })
  async receipt(@Signed() request: WebhookRequest): Promise<WebhookTakenDto> {
    return { taken: await this.webhooks.gatewayReceipt(request) };
  }

  @Post('inbound')
  @HttpCode(204)
  @Public(gatewayWhy, { perMinute, config })
  @ApiOperation({
    summary: 'What somebody wrote to one of our numbers, by any gateway.',
    description: `${gatewayWhy} STOP and ยกเลิก withdraw consent.`,
  })
  @ApiBody({ schema: gatewayMessage })
  @ApiNoContentResponse({ description: 'Taken.' })
  async message(@Signed() request: WebhookRequest): Promise<void> {
    await this.webhooks.gatewayMessage(request);
  }
}
