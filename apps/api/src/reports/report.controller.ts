import { Controller, Get, Header, Param, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type CampaignReport, ReportService, reportToCsv } from '#libs/analysis';
import { Access } from '../access/access.decorator.js';
import { IdParam } from '../http/page.dto.js';
import { reportSchema } from './report.schema.js';

@ApiTags('reports')
@Controller('v1/campaigns')
export class ReportController {
  constructor(private readonly reports: ReportService) {}

  @Get(':id/report')
  @Access('reports:read')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'What a campaign did and what it changed, as of now.' })
  @ApiOkResponse({ schema: reportSchema })
  report(@Param() { id }: IdParam): Promise<CampaignReport> {
    return this.reports.ofCampaign(id);
  }

  @Get(':id/report.csv')
  @Access('reports:read')
  @Header('Content-Type', 'text/csv; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'The same report, one row a figure, for spreadsheets.' })
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string' } })
  async csv(
    @Param() { id }: IdParam,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const report = await this.reports.ofCampaign(id);
    reply.header('Content-Disposition', `attachment; filename="campaign-${id}-report.csv"`);
    return reportToCsv(report);
  }
}
