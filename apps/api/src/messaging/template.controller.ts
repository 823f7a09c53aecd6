import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '#libs/access';
import { PreviewService, TemplateService } from '#libs/messaging';
import { Access } from '../access/access.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { IdParam } from '../http/page.dto.js';
import {
  PreviewDto,
  PreviewQuery,
  SaveTemplateDto,
  TemplateDto,
  TemplateListDto,
  TemplateVersionDto,
} from './template.dto.js';

@ApiTags('messages')
@Controller('v1/templates')
export class TemplateController {
  constructor(
    private readonly templates: TemplateService,
    private readonly previews: PreviewService,
  ) {}

  @Get()
  @Access('templates:read')
  @ApiOperation({ summary: 'Every template, by key.' })
  @ApiOkResponse({ type: TemplateListDto })
  async list(): Promise<TemplateListDto> {
    return { items: (await this.templates.list()).map((template) => TemplateDto.of(template)) };
  }

  @Put()
  @Access('templates:write')
  @ApiOperation({ summary: 'Save a template as a new version, if it differs and has no fault.' })
  @ApiOkResponse({ type: TemplateVersionDto })
  async save(
    @Caller() { userId }: Principal,
    @Body() { key, content }: SaveTemplateDto,
  ): Promise<TemplateVersionDto> {
    const { templateId } = await this.templates.save(key, content, userId);
    return this.get({ id: templateId });
  }

  @Post('from-folder')
  @Access('templates:write')
  @ApiOperation({ summary: 'Save every message of the server’s templates folder.' })
  @ApiOkResponse({ type: TemplateListDto })
  async saveFolder(@Caller() { userId }: Principal): Promise<TemplateListDto> {
    await this.templates.saveFolder(userId);
    return this.list();
  }

  @Get(':id')
  @Access('templates:read')
  @ApiOperation({ summary: 'A template in its latest version.' })
  @ApiOkResponse({ type: TemplateVersionDto })
  async get(@Param() { id }: IdParam): Promise<TemplateVersionDto> {
    const { template, latest } = await this.templates.get(id);
    return TemplateVersionDto.ofVersion(template, latest);
  }

  @Get(':id/preview')
  @Access('templates:read')
  @ApiOperation({ summary: 'The message as somebody would get it. Nothing in it is tracked.' })
  @ApiOkResponse({ type: PreviewDto })
  preview(
    @Param() { id }: IdParam,
    @Query() { contactId, language }: PreviewQuery,
  ): Promise<PreviewDto> {
    return this.previews.preview(id, contactId ?? null, language ?? null);
  }
}
