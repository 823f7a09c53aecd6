import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '#libs/access';
import { CampaignService, PreflightService, SmsForecastService } from '#libs/campaigns';
import { Access } from '../access/access.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { IdParam, toPage } from '../http/page.dto.js';
import {
  CampaignDto,
  CampaignPageDto,
  CampaignQuery,
  CreateCampaignDto,
  EditCampaignDto,
  ShownCampaignDto,
} from './campaign.dto.js';
import { DryRunDto, MoveListDto, PreflightDto } from './insight.dto.js';

@ApiTags('campaigns')
@Controller('v1/campaigns')
export class CampaignController {
  constructor(
    private readonly campaigns: CampaignService,
    private readonly preflights: PreflightService,
    private readonly forecasts: SmsForecastService,
  ) {}

  @Post()
  @Access('campaigns:write')
  @ApiOperation({ summary: 'Begin a draft.' })
  @ApiCreatedResponse({ type: CampaignDto })
  async create(
    @Caller() { userId }: Principal,
    @Body() content: CreateCampaignDto,
  ): Promise<CampaignDto> {
    return CampaignDto.of(await this.campaigns.create(content, userId));
  }

  @Get()
  @Access('campaigns:read')
  @ApiOperation({ summary: 'Campaigns, newest first.' })
  @ApiOkResponse({ type: CampaignPageDto })
  async list(@Query() { limit, after, state }: CampaignQuery): Promise<CampaignPageDto> {
    const rows = await this.campaigns.list({ state, before: after ?? null, limit: limit + 1 });
    return toPage(rows, limit, (row) => CampaignDto.of(row));
  }

  @Get(':id')
  @Access('campaigns:read')
  @ApiOperation({ summary: 'One campaign, with what its trigger does in words.' })
  @ApiOkResponse({ type: ShownCampaignDto })
  async get(@Param() { id }: IdParam): Promise<ShownCampaignDto> {
    const { campaign, triggerSentence } = await this.campaigns.show(id);
    return ShownCampaignDto.ofShown(campaign, triggerSentence);
  }

  @Patch(':id')
  @Access('campaigns:write')
  @ApiOperation({ summary: 'Change a draft.' })
  @ApiOkResponse({ type: CampaignDto })
  async edit(
    @Param() { id }: IdParam,
    @Body() { revision, ...content }: EditCampaignDto,
  ): Promise<CampaignDto> {
    return CampaignDto.of(await this.campaigns.edit(id, revision, content));
  }

  @Get(':id/preflight')
  @Access('campaigns:read')
  @ApiOperation({ summary: 'Everything that is wrong with it, each with its place.' })
  @ApiOkResponse({ type: PreflightDto })
  async preflight(@Param() { id }: IdParam): Promise<PreflightDto> {
    const findings = await this.preflights.check(await this.campaigns.get(id));
    return { ready: findings.every(({ severity }) => severity !== 'error'), findings };
  }

  @Get(':id/dry-run')
  @Access('campaigns:read')
  @ApiOperation({ summary: 'How many would get it now, and for the rest why not, by reason.' })
  @ApiOkResponse({ type: DryRunDto })
  async dryRun(@Param() { id }: IdParam): Promise<DryRunDto> {
    return this.forecasts.dryRun(await this.campaigns.get(id));
  }

  @Get(':id/moves')
  @Access('campaigns:read')
  @ApiOperation({ summary: 'Who moved it from state to state, when and why.' })
  @ApiOkResponse({ type: MoveListDto })
  async moves(@Param() { id }: IdParam): Promise<MoveListDto> {
    return { items: await this.campaigns.moves(id) };
  }
}
