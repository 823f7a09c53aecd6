import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IntakeService } from '#libs/contacts';
import { Access } from '../access/access.decorator.js';
import { PageQuery, toPage } from '../http/page.dto.js';
import { IntakeRefusalDto, IntakeRefusalPageDto } from './intake.dto.js';

@ApiTags('intake')
@Controller('v1/intake/refusals')
export class IntakeRefusalController {
  constructor(private readonly intake: IntakeService) {}

  @Get()
  @Access('imports:read')
  @ApiOperation({
    summary: 'What of arrived messages was not taken in, and why; the newest first.',
  })
  @ApiOkResponse({ type: IntakeRefusalPageDto })
  async list(@Query() { limit, after }: PageQuery): Promise<IntakeRefusalPageDto> {
    const refusals = await this.intake.refusals(limit + 1, after);
    return toPage(refusals, limit, (refusal) => IntakeRefusalDto.of(refusal));
  }
}
