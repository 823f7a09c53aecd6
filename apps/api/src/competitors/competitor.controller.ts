import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '#libs/access';
import { CompetitorService, NoteService } from '#libs/competitors';
import { Access } from '../access/access.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { IdParam, toPage } from '../http/page.dto.js';
import {
  ChangeCompetitorDto,
  CompetitorDto,
  CompetitorPageDto,
  CompetitorQuery,
  CreateCompetitorDto,
} from './competitor.dto.js';
import { CreateNoteDto, NoteDto } from './note.dto.js';

@ApiTags('competitors')
@Controller('v1/competitors')
export class CompetitorController {
  constructor(
    private readonly competitors: CompetitorService,
    private readonly notes: NoteService,
  ) {}

  @Post()
  @Access('competitors:write')
  @ApiOperation({ summary: 'Put down a competitor.' })
  @ApiCreatedResponse({ type: CompetitorDto })
  async create(@Body() body: CreateCompetitorDto): Promise<CompetitorDto> {
    const blank = { aliases: [], website: null, description: '' };
    return CompetitorDto.of(await this.competitors.create({ ...blank, ...body }));
  }

  @Get()
  @Access('competitors:read')
  @ApiOperation({ summary: 'The competitors that are watched, or those that were.' })
  @ApiOkResponse({ type: CompetitorPageDto })
  async list(@Query() query: CompetitorQuery): Promise<CompetitorPageDto> {
    const { limit, after = '0', archived } = query;
    const filter = { archived, after, limit: limit + 1 };
    return toPage(await this.competitors.list(filter), limit, (row) => CompetitorDto.of(row));
  }

  @Get(':id')
  @Access('competitors:read')
  @ApiOperation({ summary: 'One competitor.' })
  @ApiOkResponse({ type: CompetitorDto })
  async get(@Param() { id }: IdParam): Promise<CompetitorDto> {
    return CompetitorDto.of(await this.competitors.get(id));
  }

  @Patch(':id')
  @Access('competitors:write')
  @ApiOperation({ summary: 'Change what is given, leave the rest.' })
  @ApiOkResponse({ type: CompetitorDto })
  async change(
    @Param() { id }: IdParam,
    @Body() body: ChangeCompetitorDto,
  ): Promise<CompetitorDto> {
    return CompetitorDto.of(await this.competitors.update(id, body));
  }

  @Post(':id/archive')
  @HttpCode(200)
  @Access('competitors:write')
  @ApiOperation({ summary: 'Take it out of the lists. Its notes stay.' })
  @ApiOkResponse({ type: CompetitorDto })
  async archive(@Param() { id }: IdParam): Promise<CompetitorDto> {
    return CompetitorDto.of(await this.competitors.archive(id));
  }

  @Post(':id/restore')
  @HttpCode(200)
  @Access('competitors:write')
  @ApiOperation({ summary: 'Put an archived one back into the lists.' })
  @ApiOkResponse({ type: CompetitorDto })
  async restore(@Param() { id }: IdParam): Promise<CompetitorDto> {
    return CompetitorDto.of(await this.competitors.restore(id));
  }

  @Post(':id/notes')
  @Access('competitors:write')
  @ApiOperation({ summary: 'Write down what it did.' })
  @ApiCreatedResponse({ type: NoteDto })
  async note(
    @Param() { id }: IdParam,
    @Caller() caller: Principal,
    @Body() body: CreateNoteDto,
  ): Promise<NoteDto> {
    const blank = { body: '', endsOn: null, sourceUrl: null, sourceDate: null, segmentId: null };
    const author = caller.kind === 'session' ? caller.userId : null;
    return NoteDto.of(await this.notes.create(id, { ...blank, tags: [], ...body }, author));
  }
}
