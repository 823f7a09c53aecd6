import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RuleService } from '#libs/segments';
import { Access } from '../access/access.decorator.js';
import { VocabularyDto } from './language.dto.js';

/** For whoever writes rules: what they look like, and what they may speak of. */
@ApiTags('segments')
@Controller('v1/rules')
export class LanguageController {
  constructor(private readonly rules: RuleService) {}

  @Get('schema')
  @Access('segments:read')
  @ApiOperation({ summary: 'The rule language as JSON Schema 2020-12.' })
  @ApiOkResponse({ schema: { type: 'object', additionalProperties: true } })
  schema(): object {
    return this.rules.language();
  }

  @Get('vocabulary')
  @Access('segments:read')
  @ApiOperation({ summary: 'Fields, events, segments, lists, and kinds with their operators.' })
  @ApiOkResponse({ type: VocabularyDto })
  async vocabulary(): Promise<VocabularyDto> {
    return VocabularyDto.of(await this.rules.vocabulary());
  }
}
