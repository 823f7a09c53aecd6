import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '#libs/access';
import { LimitsService, SlowDowns } from '#libs/messaging';
import { Access } from '../access/access.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { SendingLimitsDto, SlowDownListDto } from './limits.dto.js';

@ApiTags('messages')
@Controller('v1/sending-limits')
export class LimitsController {
  constructor(
    private readonly limits: LimitsService,
    private readonly slowDowns: SlowDowns,
  ) {}

  @Get()
  @Access('senders:read')
  @ApiOperation({ summary: 'How often and when people may be written to.' })
  @ApiOkResponse({ type: SendingLimitsDto })
  async get(): Promise<SendingLimitsDto> {
    return SendingLimitsDto.of(await this.limits.get());
  }

  @Get('slow-downs')
  @Access('senders:read')
  @ApiOperation({
    summary: 'Mail domains that are spared now, because their servers asked for it.',
  })
  @ApiOkResponse({ type: SlowDownListDto })
  async slow(): Promise<SlowDownListDto> {
    return { items: await this.slowDowns.all() };
  }

  @Put()
  @Access('senders:write')
  @ApiOperation({
    summary: 'Set how often and when people may be written to.',
    description:
      'Holds at once, also for campaigns that run. Transactional messages are not touched.',
  })
  @ApiOkResponse({ type: SendingLimitsDto })
  async set(
    @Body() limits: SendingLimitsDto,
    @Caller() caller: Principal,
  ): Promise<SendingLimitsDto> {
    await this.limits.set(limits, caller.userId);
    return limits;
  }
}
