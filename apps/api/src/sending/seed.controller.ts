import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '#libs/access';
import { SeedService } from '#libs/messaging';
import { Access } from '../access/access.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { SeedArrivalDto, SeedSettingsDto } from './seed.dto.js';

@ApiTags('sending')
@Controller('v1/seeds')
export class SeedController {
  constructor(private readonly seeds: SeedService) {}

  @Get()
  @Access('sending:manage')
  @ApiOperation({ summary: 'Whose mailboxes tell whether messages arrive.' })
  @ApiOkResponse({ type: SeedSettingsDto })
  get(): Promise<SeedSettingsDto> {
    return this.seeds.get();
  }

  @Put()
  @Access('sending:manage')
  @ApiOperation({ summary: 'Set all of it, for campaigns that start from now on.' })
  @ApiOkResponse({ type: SeedSettingsDto })
  set(
    @Caller() { userId }: Principal,
    @Body() settings: SeedSettingsDto,
  ): Promise<SeedSettingsDto> {
    return this.seeds.set(settings, { userId, reason: null });
  }

  @Post('arrivals')
  @HttpCode(204)
  @Access('sending:manage')
  @ApiOperation({ summary: 'A message has arrived in the mailbox of a seed.' })
  @ApiNoContentResponse()
  async arrived(@Body() { messageId }: SeedArrivalDto): Promise<void> {
    await this.seeds.arrivedAs(messageId);
  }
}
