import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '#libs/access';
import { DeadLetterService } from '#libs/campaigns';
import { Access } from '../access/access.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { IdParam, PageQuery, toPage } from '../http/page.dto.js';
import { DeadLetterPageDto, ReplayedDto } from './dead-letter.dto.js';
import { HoldDto } from './sending.dto.js';

@ApiTags('sending')
@Controller('v1/sending/dead-letters')
export class DeadLetterController {
  constructor(private readonly letters: DeadLetterService) {}

  @Get()
  @Access('sending:manage')
  @ApiOperation({ summary: 'What failed for good, or again and again, and why.' })
  @ApiOkResponse({ type: DeadLetterPageDto })
  async list(@Query() { limit, after }: PageQuery): Promise<DeadLetterPageDto> {
    return toPage(await this.letters.list(after ?? '0', limit + 1), limit, (letter) => letter);
  }

  @Post('replay')
  @HttpCode(200)
  @Access('sending:manage')
  @ApiOperation({ summary: 'Try all of them once more, a thousand at most.' })
  @ApiOkResponse({ type: ReplayedDto })
  async replayAll(
    @Caller() { userId }: Principal,
    @Body() { reason }: HoldDto,
  ): Promise<ReplayedDto> {
    return this.letters.replayAll({ userId, reason });
  }

  @Post(':id/replay')
  @HttpCode(200)
  @Access('sending:manage')
  @ApiOperation({ summary: 'Try one once more.' })
  @ApiOkResponse({ type: ReplayedDto })
  async replay(
    @Caller() { userId }: Principal,
    @Param() { id }: IdParam,
    @Body() { reason }: HoldDto,
  ): Promise<ReplayedDto> {
    return this.letters.replay(id, { userId, reason });
  }

  @Post(':id/dismiss')
  @HttpCode(204)
  @Access('sending:manage')
  @ApiOperation({ summary: 'Take one off the list without another try.' })
  @ApiNoContentResponse()
  async dismiss(
    @Caller() { userId }: Principal,
    @Param() { id }: IdParam,
    @Body() { reason }: HoldDto,
  ): Promise<void> {
    await this.letters.dismiss(id, { userId, reason });
  }
}
