import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ReplyService } from '#libs/responses';
import { Access } from '../access/access.decorator.js';
import { IdParam, toPage } from '../http/page.dto.js';
import { sendMail } from './mail-file.js';
import { ReplyDto, ReplyPageDto, ReplyQuery } from './reply.dto.js';

@ApiTags('responses')
@Controller('v1/replies')
export class ReplyController {
  constructor(private readonly replies: ReplyService) {}

  @Get()
  @Access('contacts:read')
  @ApiOperation({ summary: 'What people wrote back to messages; the newest first.' })
  @ApiOkResponse({ type: ReplyPageDto })
  async list(@Query() { limit, after, ...filter }: ReplyQuery): Promise<ReplyPageDto> {
    const replies = await this.replies.list(filter, limit + 1, after);
    return toPage(replies, limit, (reply) => ReplyDto.of(reply));
  }

  @Get(':id/original')
  @Access('contacts:read')
  @ApiOperation({ summary: 'The mail as it came (RFC 5322).' })
  @ApiProduces('message/rfc822')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async original(@Param() { id }: IdParam, @Res() reply: FastifyReply): Promise<void> {
    await sendMail(reply, `reply-${id}`, await this.replies.original(id));
  }
}
