import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '#libs/access';
import { GuardSettingsService } from '#libs/messaging';
import { Access } from '../access/access.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { GuardSettingsDto } from './guard.dto.js';

@ApiTags('sending')
@Controller('v1/sending/guards')
export class GuardController {
  constructor(private readonly guards: GuardSettingsService) {}

  @Get()
  @Access('sending:read')
  @ApiOperation({ summary: 'At what campaigns are warned of, paused, and asked about.' })
  @ApiOkResponse({ type: GuardSettingsDto })
  get(): Promise<GuardSettingsDto> {
    return this.guards.get();
  }

  @Put()
  @Access('sending:manage')
  @ApiOperation({ summary: 'Set all of them. They hold at once, for campaigns that run too.' })
  @ApiOkResponse({ type: GuardSettingsDto })
  set(
    @Caller() { userId }: Principal,
    @Body() settings: GuardSettingsDto,
  ): Promise<GuardSettingsDto> {
    return this.guards.set(settings, { userId, reason: null });
  }
}
