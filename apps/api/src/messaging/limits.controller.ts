import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '#libs/access';
import { LimitsService } from '#libs/messaging';
import { Access } from '../access/access.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { SendingLimitsDto } from './limits.dto.js';

@ApiTags('messages')
@Controller('v1/sending-limits')
export class LimitsController {
  constructor(private readonly limits: LimitsService) {}

  @Get()
  @Access('senders:read')
  @ApiOperation({ summary: 'How often and when people may be written to.' })
  @ApiOkResponse({ type: SendingLimitsDto })
  get(): Promise<SendingLimitsDto> {
    return this.limits.get() as Promise<SendingLimitsDto>;
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
