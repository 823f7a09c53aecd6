import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '#libs/access';
import { SendingService } from '#libs/campaigns';
import { OperationRepository } from '#libs/messaging';
import { Access } from '../access/access.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { PageQuery, toPage } from '../http/page.dto.js';
import { HoldDto, OperationPageDto, ReleaseDto, SendingDto } from './sending.dto.js';

@ApiTags('sending')
@Controller('v1/sending')
export class SendingController {
  constructor(
    private readonly sending: SendingService,
    private readonly operations: OperationRepository,
  ) {}

  @Get()
  @Access('sending:read')
  @ApiOperation({ summary: 'Whether all sending is held, why, and what a release would let go.' })
  @ApiOkResponse({ type: SendingDto })
  show(): Promise<SendingDto> {
    return this.sending.show();
  }

  @Post('hold')
  @HttpCode(200)
  @Access('sending:manage')
  @ApiOperation({
    summary: 'Stop all sending: once answered, no message of any campaign is begun.',
  })
  @ApiOkResponse({ type: SendingDto })
  hold(@Caller() { userId }: Principal, @Body() { reason }: HoldDto): Promise<SendingDto> {
    return this.sending.hold({ userId, reason });
  }

  @Post('release')
  @HttpCode(200)
  @Access('sending:manage')
  @ApiOperation({ summary: 'Let messages be sent again; also from a restored database.' })
  @ApiOkResponse({ type: SendingDto })
  release(
    @Caller() { userId }: Principal,
    @Body() { reason, overdue }: ReleaseDto,
  ): Promise<SendingDto> {
    return this.sending.release({ userId, reason }, overdue === 'send');
  }

  @Get('operations')
  @Access('sending:read')
  @ApiOperation({ summary: 'What was done by hand, the newest first: who, when and why.' })
  @ApiOkResponse({ type: OperationPageDto })
  async list(@Query() { limit, after }: PageQuery): Promise<OperationPageDto> {
    return toPage(await this.operations.list(limit + 1, after ?? null), limit, (each) => each);
  }
}
