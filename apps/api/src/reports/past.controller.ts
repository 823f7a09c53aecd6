import { Body, Controller, Get, Header, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { Principal } from '#libs/access';
import { PastService, type PastReport } from '#libs/analysis';
import { Access } from '../access/access.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { IdParam, PageQuery, toPage } from '../http/page.dto.js';
import { FileBody, fileTypes } from '../imports/file-body.js';
import { CreatePastCampaignDto, PastCampaignDto, PastCampaignPageDto } from './past.dto.js';
import { pastReportSchema } from './past.schema.js';

@ApiTags('reports')
@Controller('v1/past-campaigns')
export class PastController {
  constructor(private readonly past: PastService) {}

  @Post()
  @Access('reports:write')
  @ApiOperation({ summary: 'Say how the results of a campaign are to be read that others sent.' })
  @ApiCreatedResponse({ type: PastCampaignDto })
  async create(
    @Caller() caller: Principal,
    @Body() body: CreatePastCampaignDto,
  ): Promise<PastCampaignDto> {
    const userId = caller.kind === 'session' ? caller.userId : null;
    return PastCampaignDto.of(await this.past.create(body, userId));
  }

  @Put(':id/file')
  @Access('reports:write')
  @ApiOperation({ summary: 'Send the results, a line a person; only their sums are kept.' })
  @ApiConsumes(...fileTypes)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOkResponse({ schema: pastReportSchema })
  file(@Param() { id }: IdParam, @FileBody() file: AsyncIterable<Uint8Array>): Promise<PastReport> {
    return this.past.read(id, file);
  }

  @Get()
  @Access('reports:read')
  @ApiOperation({
    summary: 'Campaigns that others sent, in the order in which they were put down.',
  })
  @ApiOkResponse({ type: PastCampaignPageDto })
  async list(@Query() { limit, after = '0' }: PageQuery): Promise<PastCampaignPageDto> {
    return toPage(await this.past.list(after, limit + 1), limit, (row) => PastCampaignDto.of(row));
  }

  @Get(':id')
  @Access('reports:read')
  @ApiOperation({ summary: 'How the results of one are read.' })
  @ApiOkResponse({ type: PastCampaignDto })
  async get(@Param() { id }: IdParam): Promise<PastCampaignDto> {
    return PastCampaignDto.of(await this.past.get(id));
  }

  @Get(':id/report')
  @Access('reports:read')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'What it changed, for whom, and what to do.' })
  @ApiOkResponse({ schema: pastReportSchema })
  report(@Param() { id }: IdParam): Promise<PastReport> {
    return this.past.report(id);
  }
}
