import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { ApiKeyService, type Principal } from '#libs/access';
import { IdParam, PageQuery, toPage } from '../http/page.dto.js';
import { Access } from './access.decorator.js';
import { ApiKeyDto, ApiKeyPageDto, CreateApiKeyDto, NewApiKeyDto } from './api-key.dto.js';
import { Caller } from './caller.decorator.js';

@ApiTags('access')
@Controller('v1/api-keys')
export class ApiKeyController {
  constructor(private readonly keys: ApiKeyService) {}

  @Post()
  @Access('keys:manage')
  @ApiOperation({ summary: 'Make a key for a program. It may do no more than its maker.' })
  @ApiCreatedResponse({ type: NewApiKeyDto })
  async create(
    @Caller() caller: Principal,
    @Body() { name, scopes }: CreateApiKeyDto,
  ): Promise<NewApiKeyDto> {
    const key = await this.keys.create(caller, name, scopes);
    return { ...ApiKeyDto.of(key), key: key.key };
  }

  @Get()
  @Access('keys:manage')
  @ApiOperation({ summary: 'The keys, revoked ones too.' })
  @ApiOkResponse({ type: ApiKeyPageDto })
  async list(@Query() { limit, after }: PageQuery): Promise<ApiKeyPageDto> {
    return toPage(await this.keys.list(limit + 1, after), limit, (key) => ApiKeyDto.of(key));
  }

  @Delete(':id')
  @HttpCode(204)
  @Access('keys:manage')
  @ApiOperation({ summary: 'Revoke a key, from its next request on.' })
  @ApiNoContentResponse()
  async revoke(@Param() { id }: IdParam): Promise<void> {
    await this.keys.revoke(id);
  }
}
