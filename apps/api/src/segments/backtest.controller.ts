import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '#libs/access';
import { BacktestService } from '#libs/segments';
import { Access } from '../access/access.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { IdParam } from '../http/page.dto.js';
import { BacktestDto, StartBacktestDto } from './backtest.dto.js';

@ApiTags('segments')
@Controller('v1')
export class BacktestController {
  constructor(private readonly backtests: BacktestService) {}

  @Post('segments/backtest')
  @Access('segments:read')
  @ApiOperation({
    summary: 'A rule tried out on the past: who would have entered and left, day by day.',
    description:
      'A job: ask for it by its id. Events, messages and consent count as of each instant, lists from ' +
      'when somebody was put on; fields, attributes and metrics have no past and count as they are ' +
      'now. Nothing is sent or changed.',
  })
  @ApiCreatedResponse({ type: BacktestDto })
  start(
    @Body() { rule, days, share }: StartBacktestDto,
    @Caller() caller: Principal,
  ): Promise<BacktestDto> {
    return this.backtests.start({ rule, days, share: share ?? 1 }, caller.userId);
  }

  @Get('backtests/:id')
  @Access('segments:read')
  @ApiOperation({ summary: 'How far a backtest has come, and what it has found.' })
  @ApiOkResponse({ type: BacktestDto })
  get(@Param() { id }: IdParam): Promise<BacktestDto> {
    return this.backtests.get(id);
  }

  @Post('backtests/:id/cancel')
  @HttpCode(200)
  @Access('segments:read')
  @ApiOperation({ summary: 'Stop a backtest. What it has found so far stays.' })
  @ApiOkResponse({ type: BacktestDto })
  cancel(@Param() { id }: IdParam): Promise<BacktestDto> {
    return this.backtests.cancel(id);
  }
}
