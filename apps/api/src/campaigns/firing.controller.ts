import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { FiringService } from '#libs/campaigns';
import { Access } from '../access/access.decorator.js';
import { IdParam, toPage } from '../http/page.dto.js';
import {
  ExplainFiringQuery,
  FiringExplanationDto,
  FiringPageDto,
  FiringQuery,
} from './firing.dto.js';

@ApiTags('campaigns')
@Controller('v1/campaigns/:id/firings')
export class FiringController {
  constructor(private readonly firings: FiringService) {}

  @Get()
  @Access('campaigns:read')
  @ApiOperation({ summary: 'What its trigger was fired for, newest first, step by step.' })
  @ApiOkResponse({ type: FiringPageDto })
  async list(
    @Param() { id }: IdParam,
    @Query() { limit, after, state, contactId }: FiringQuery,
  ): Promise<FiringPageDto> {
    const filter = { state, contactId, before: after ?? null, limit: limit + 1 };
    return toPage(await this.firings.list(id, filter), limit, (firing) => firing);
  }

  @Get('explain')
  @Access('campaigns:read')
  @ApiOperation({
    summary: 'Why it was fired for a contact, or why not: which step, what was found.',
  })
  @ApiOkResponse({ type: FiringExplanationDto })
  explain(
    @Param() { id }: IdParam,
    @Query() { contactId, eventId, day }: ExplainFiringQuery,
  ): Promise<FiringExplanationDto> {
    return this.firings.explain(id, contactId, { eventId, day });
  }
}
