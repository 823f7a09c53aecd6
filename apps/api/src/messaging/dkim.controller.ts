import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DkimService } from '#libs/messaging';
import { Access } from '../access/access.decorator.js';
import { IdParam } from '../http/page.dto.js';
import { ActivateDkimKeyDto, CreateDkimKeyDto, DkimKeyDto, DkimKeyListDto } from './dkim.dto.js';

@ApiTags('messages')
@Controller('v1/dkim-keys')
export class DkimController {
  constructor(private readonly dkim: DkimService) {}

  @Get()
  @Access('senders:read')
  @ApiOperation({ summary: 'Keys that sign messages, the newest of each domain first.' })
  @ApiOkResponse({ type: DkimKeyListDto })
  async list(): Promise<DkimKeyListDto> {
    return { items: (await this.dkim.list()).map((key) => DkimKeyDto.of(key)) };
  }

  @Post()
  @Access('senders:write')
  @ApiOperation({ summary: 'Make a key. It signs nothing until it is published and activated.' })
  @ApiCreatedResponse({ type: DkimKeyDto })
  async create(@Body() { domain, selector, algorithm }: CreateDkimKeyDto): Promise<DkimKeyDto> {
    const wish = { domain, selector, algorithm: algorithm ?? 'rsa' };
    return DkimKeyDto.of(await this.dkim.create(wish));
  }

  @Post(':id/activate')
  @HttpCode(200)
  @Access('senders:write')
  @ApiOperation({ summary: 'Sign with it from now on, beside other keys of the domain.' })
  @ApiOkResponse({ type: DkimKeyDto })
  async activate(
    @Param() { id }: IdParam,
    @Body() { look = true }: ActivateDkimKeyDto,
  ): Promise<DkimKeyDto> {
    return DkimKeyDto.of(await this.dkim.activate(id, { look }));
  }

  @Post(':id/retire')
  @HttpCode(200)
  @Access('senders:write')
  @ApiOperation({ summary: 'Sign with it no more. Its record should stay in DNS for a week.' })
  @ApiOkResponse({ type: DkimKeyDto })
  async retire(@Param() { id }: IdParam): Promise<DkimKeyDto> {
    return DkimKeyDto.of(await this.dkim.retire(id));
  }
}
