import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { EstimateService, KeptService, RuleService, SegmentService } from '#libs/segments';
import { Access } from '../access/access.decorator.js';
import { IdParam, PageQuery, toPage } from '../http/page.dto.js';
import { MemberPageDto, RuleEstimateDto, SignalPageDto } from './kept.dto.js';
import {
  CreateSegmentDto,
  EditSegmentDto,
  ExplainParams,
  ExplainQuery,
  RuleDto,
  RulePreviewDto,
  SegmentDto,
  SegmentPageDto,
  SegmentQuery,
  ShownSegmentDto,
  VerdictDto,
} from './segment.dto.js';

@ApiTags('segments')
@Controller('v1/segments')
export class SegmentController {
  constructor(
    private readonly segments: SegmentService,
    private readonly rules: RuleService,
    private readonly estimates: EstimateService,
    private readonly kept: KeptService,
  ) {}

  @Post()
  @Access('segments:write')
  @ApiOperation({ summary: 'Describe a segment.' })
  @ApiCreatedResponse({ type: ShownSegmentDto })
  async create(@Body() { description = '', ...rest }: CreateSegmentDto): Promise<ShownSegmentDto> {
    const { id } = await this.segments.create({ ...rest, description });
    return this.get({ id });
  }

  @Get()
  @Access('segments:read')
  @ApiOperation({ summary: 'Segments, oldest first.' })
  @ApiOkResponse({ type: SegmentPageDto })
  async list(@Query() { limit, after = '0', archived }: SegmentQuery): Promise<SegmentPageDto> {
    const rows = await this.segments.list({ archived, after, limit: limit + 1 });
    return toPage(rows, limit, (row) => SegmentDto.of(row));
  }

  @Post('estimate')
  @HttpCode(200)
  @Access('segments:read')
  @ApiOperation({ summary: 'A rule while it is written: about how many it selects, at once.' })
  @ApiOkResponse({ type: RuleEstimateDto })
  estimate(@Body() { rule }: RuleDto): Promise<RuleEstimateDto> {
    return this.estimates.estimate(rule);
  }

  @Post('preview')
  @HttpCode(200)
  @Access('segments:read')
  @ApiOperation({ summary: 'A rule tried out: how many it selects now, and what it says.' })
  @ApiOkResponse({ type: RulePreviewDto })
  preview(@Body() { rule }: RuleDto): Promise<RulePreviewDto> {
    return this.rules.preview(rule);
  }

  @Get(':id')
  @Access('segments:read')
  @ApiOperation({ summary: 'A segment: its count now, its sentence in English and Thai.' })
  @ApiOkResponse({ type: ShownSegmentDto })
  async get(@Param() { id }: IdParam): Promise<ShownSegmentDto> {
    return ShownSegmentDto.ofShown(await this.segments.show(id));
  }

  @Patch(':id')
  @Access('segments:write')
  @ApiOperation({ summary: 'Change a segment.' })
  @ApiOkResponse({ type: ShownSegmentDto })
  async update(
    @Param() { id }: IdParam,
    @Body() { version, ...changes }: EditSegmentDto,
  ): Promise<ShownSegmentDto> {
    await this.segments.update(id, changes, version);
    return this.get({ id });
  }

  @Post(':id/archive')
  @HttpCode(200)
  @Access('segments:write')
  @ApiOperation({ summary: 'Take it out of use. Approved campaigns keep their own copy.' })
  @ApiOkResponse({ type: SegmentDto })
  async archive(@Param() { id }: IdParam): Promise<SegmentDto> {
    return SegmentDto.of(await this.segments.archive(id));
  }

  @Post(':id/restore')
  @HttpCode(200)
  @Access('segments:write')
  @ApiOperation({ summary: 'Put it back into use.' })
  @ApiOkResponse({ type: SegmentDto })
  async restore(@Param() { id }: IdParam): Promise<SegmentDto> {
    return SegmentDto.of(await this.segments.restore(id));
  }

  @Get(':id/members')
  @Access('segments:read')
  @ApiOperation({ summary: 'Who is in, and since when, in order of the contact.' })
  @ApiOkResponse({ type: MemberPageDto })
  async members(
    @Param() { id }: IdParam,
    @Query() { limit, after = '0' }: PageQuery,
  ): Promise<MemberPageDto> {
    const rows = await this.kept.members(id, { after, limit: limit + 1 });
    return MemberPageDto.of(rows, limit);
  }

  @Get(':id/signals')
  @Access('segments:read')
  @ApiOperation({ summary: 'Who entered and who left, oldest first.' })
  @ApiOkResponse({ type: SignalPageDto })
  async signals(
    @Param() { id }: IdParam,
    @Query() { limit, after = '0' }: PageQuery,
  ): Promise<SignalPageDto> {
    const rows = await this.kept.signals(id, { after, limit: limit + 1 });
    return toPage(rows, limit, (row) => ({ ...row }));
  }

  @Get(':id/contacts/:contactId')
  @Access('segments:read')
  @ApiOperation({ summary: 'Why this contact is in, or why out, now or at an instant.' })
  @ApiOkResponse({ type: VerdictDto })
  explain(
    @Param() { id, contactId }: ExplainParams,
    @Query() { at }: ExplainQuery,
  ): Promise<VerdictDto> {
    return this.segments.explain(id, contactId, at ? new Date(at) : undefined);
  }
}
