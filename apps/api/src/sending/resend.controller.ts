import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '#libs/access';
import { ResendService } from '#libs/campaigns';
import { LiftRepository } from '#libs/messaging';
import { Access } from '../access/access.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { IdParam, PageQuery, toPage } from '../http/page.dto.js';
import {
  BounceSuppressionPageDto,
  LiftedDto,
  ResendableDto,
  ResendDto,
  ResentDto,
} from './resend.dto.js';
import { HoldDto } from './sending.dto.js';

@ApiTags('sending')
@Controller('v1/campaigns/:id')
export class ResendController {
  constructor(
    private readonly resends: ResendService,
    private readonly suppressions: LiftRepository,
  ) {}

  @Get('resend')
  @Access('campaigns:read')
  @ApiOperation({ summary: 'What was given up and could be sent again, by why.' })
  @ApiOkResponse({ type: ResendableDto })
  count(@Param() { id }: IdParam): Promise<ResendableDto> {
    return this.resends.count(id);
  }

  @Post('resend')
  @HttpCode(200)
  @Access('campaigns:launch')
  @ApiOperation({ summary: 'Send it again: the same rows, the same Message-ID.' })
  @ApiOkResponse({ type: ResentDto })
  async resend(
    @Caller() { userId }: Principal,
    @Param() { id }: IdParam,
    @Body() { kinds, reason }: ResendDto,
  ): Promise<ResentDto> {
    return { resent: await this.resends.resend(id, kinds, { userId, reason }) };
  }

  @Get('suppressions')
  @Access('campaigns:read')
  @ApiOperation({ summary: 'Whom its bounces, and those of no other campaign, suppressed.' })
  @ApiOkResponse({ type: BounceSuppressionPageDto })
  async list(
    @Param() { id }: IdParam,
    @Query() { limit, after }: PageQuery,
  ): Promise<BounceSuppressionPageDto> {
    return toPage(await this.suppressions.list(id, after ?? '0', limit + 1), limit, (row) => row);
  }

  @Post('suppressions/lift')
  @HttpCode(200)
  @Access('sending:manage')
  @ApiOperation({ summary: 'Take them back: for when a server called everybody unknown.' })
  @ApiOkResponse({ type: LiftedDto })
  async lift(
    @Caller() { userId }: Principal,
    @Param() { id }: IdParam,
    @Body() { reason }: HoldDto,
  ): Promise<LiftedDto> {
    return { lifted: await this.suppressions.lift(id, { userId, reason }) };
  }
}
