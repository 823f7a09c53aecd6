import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { InboundService } from '#libs/responses';
import { Access } from '../access/access.decorator.js';
import { IdParam, PageQuery, toPage } from '../http/page.dto.js';
import { sendMail } from './mail-file.js';
import { UnreadMailDto, UnreadMailPageDto } from './reply.dto.js';

@ApiTags('responses')
@Controller('v1/inbound/unread')
export class InboundController {
  constructor(private readonly inbound: InboundService) {}

  @Get()
  @Access('contacts:read')
  @ApiOperation({
    summary: 'Mails that nobody could read, or that lead to no message; the newest first, 30 days.',
  })
  @ApiOkResponse({ type: UnreadMailPageDto })
  async list(@Query() { limit, after }: PageQuery): Promise<UnreadMailPageDto> {
    const mails = await this.inbound.unreadMails(limit + 1, after);
    return toPage(mails, limit, (mail) => UnreadMailDto.of(mail));
  }

  @Get(':id/original')
  @Access('contacts:read')
  @ApiOperation({ summary: 'The mail as it came (RFC 5322).' })
  @ApiProduces('message/rfc822')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async original(@Param() { id }: IdParam, @Res() reply: FastifyReply): Promise<void> {
    await sendMail(reply, `unread-${id}`, await this.inbound.unreadOriginal(id));
  }
}
