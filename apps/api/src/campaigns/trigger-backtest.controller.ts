import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '#libs/access';
import { TriggerBacktestService } from '#libs/campaigns';
import { Access } from '../access/access.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { IdParam } from '../http/page.dto.js';
import { StartTriggerBacktestDto, TriggerBacktestDto } from './trigger-backtest.dto.js';

@ApiTags('campaigns')
@Controller('v1')
export class TriggerBacktestController {
  constructor(private readonly backtests: TriggerBacktestService) {}

  @Post('campaigns/backtest')
  @Access('campaigns:read')
  @ApiOperation({
    summary: 'A trigger tried out on the past: what it would have fired for, day by day.',
    description:
      'A job: ask for it by its id. It is judged as if the campaign had started with the first of ' +
      'the days, by what judges a live trigger. Nothing is sent or changed.',
  })
  @ApiCreatedResponse({ type: TriggerBacktestDto })
  start(
    @Body() { definition, days, share, arrival, campaignId }: StartTriggerBacktestDto,
    @Caller() caller: Principal,
  ): Promise<TriggerBacktestDto> {
    return this.backtests.start(
      {
        definition,
        days,
        share: share ?? 1,
        arrival: arrival ?? 'received',
        campaignId: campaignId ?? null,
      },
      caller.userId,
    );
  }

  @Get('trigger-backtests/:id')
  @Access('campaigns:read')
  @ApiOperation({ summary: 'How far a trigger’s backtest has come, and what it has found.' })
  @ApiOkResponse({ type: TriggerBacktestDto })
  get(@Param() { id }: IdParam): Promise<TriggerBacktestDto> {
    return this.backtests.get(id);
  }

  @Post('trigger-backtests/:id/cancel')
  @HttpCode(200)
  @Access('campaigns:read')
  @ApiOperation({ summary: 'Stop a trigger’s backtest. What it has found so far stays.' })
  @ApiOkResponse({ type: TriggerBacktestDto })
  cancel(@Param() { id }: IdParam): Promise<TriggerBacktestDto> {
    return this.backtests.cancel(id);
  }
}
