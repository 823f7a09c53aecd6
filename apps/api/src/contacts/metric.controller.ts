import { Body, Controller, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { MetricService } from '#libs/contacts';
import { Access } from '../access/access.decorator.js';
import {
  DeclareMetricDto,
  MetricDto,
  MetricLabelsDto,
  MetricListDto,
  MetricNameParam,
} from './metric.dto.js';

@ApiTags('contacts')
@Controller('v1/metrics')
export class MetricController {
  constructor(private readonly metrics: MetricService) {}

  @Get()
  @Access('contacts:read')
  @ApiOperation({
    summary: 'The declared metrics, by name.',
    description: 'Rules call them `metrics.<name>`, templates `contact.metrics.<name>`.',
  })
  @ApiOkResponse({ type: MetricListDto })
  async list(): Promise<MetricListDto> {
    return { items: (await this.metrics.list()).map((metric) => MetricDto.of(metric)) };
  }

  @Post()
  @Access('contacts:write')
  @ApiOperation({
    summary: 'Declare a metric.',
    description:
      'What it means never changes. Declaring the same again is no error, and takes it out of the archive.',
  })
  @ApiCreatedResponse({ type: MetricDto })
  async declare(@Body() { currency, periodDays, ...rest }: DeclareMetricDto): Promise<MetricDto> {
    const absent = { currency: currency ?? null, periodDays: periodDays ?? null };
    return MetricDto.of(await this.metrics.declare({ ...rest, ...absent }));
  }

  @Patch(':name')
  @Access('contacts:write')
  @ApiOperation({ summary: 'Change what people read.' })
  @ApiOkResponse({ type: MetricDto })
  async relabel(
    @Param() { name }: MetricNameParam,
    @Body() labels: MetricLabelsDto,
  ): Promise<MetricDto> {
    return MetricDto.of(await this.metrics.relabel(name, labels));
  }

  @Post(':name/archive')
  @HttpCode(200)
  @Access('contacts:write')
  @ApiOperation({ summary: 'Offer it no more. Rules and messages that speak of it go on working.' })
  @ApiOkResponse({ type: MetricDto })
  async archive(@Param() { name }: MetricNameParam): Promise<MetricDto> {
    return MetricDto.of(await this.metrics.archive(name));
  }
}
