import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ListService } from '#libs/contacts';
import { Access } from '../access/access.decorator.js';
import { IdParam, PageQuery, toPage } from '../http/page.dto.js';
import {
  AddedDto,
  CountedListDto,
  ListDto,
  ListNameDto,
  ListPageDto,
  ListedContactsDto,
  RemovedDto,
} from './list.dto.js';

@ApiTags('lists')
@Controller('v1/lists')
export class ListController {
  constructor(private readonly lists: ListService) {}

  @Post()
  @Access('contacts:write')
  @ApiOperation({ summary: 'Begin a list that contacts are put on by hand.' })
  @ApiCreatedResponse({ type: ListDto })
  async create(@Body() { name }: ListNameDto): Promise<ListDto> {
    return ListDto.of(await this.lists.create(name));
  }

  @Get()
  @Access('contacts:read')
  @ApiOperation({ summary: 'Lists, oldest first.' })
  @ApiOkResponse({ type: ListPageDto })
  async list(@Query() { limit, after = '0' }: PageQuery): Promise<ListPageDto> {
    return toPage(await this.lists.list(after, limit + 1), limit, (row) => ListDto.of(row));
  }

  @Get(':id')
  @Access('contacts:read')
  @ApiOperation({ summary: 'A list and how many contacts are on it.' })
  @ApiOkResponse({ type: CountedListDto })
  get(@Param() { id }: IdParam): Promise<CountedListDto> {
    return this.lists.get(id);
  }

  @Patch(':id')
  @Access('contacts:write')
  @ApiOperation({ summary: 'Rename a list.' })
  @ApiOkResponse({ type: ListDto })
  async rename(@Param() { id }: IdParam, @Body() { name }: ListNameDto): Promise<ListDto> {
    return ListDto.of(await this.lists.rename(id, name));
  }

  @Post(':id/contacts')
  @HttpCode(200)
  @Access('contacts:write')
  @ApiOperation({ summary: 'Put contacts on it. Those who are on it already stay.' })
  @ApiOkResponse({ type: AddedDto })
  add(@Param() { id }: IdParam, @Body() { contactIds }: ListedContactsDto): Promise<AddedDto> {
    return this.lists.add(id, contactIds);
  }

  @Post(':id/contacts/remove')
  @HttpCode(200)
  @Access('contacts:write')
  @ApiOperation({ summary: 'Take contacts off it.' })
  @ApiOkResponse({ type: RemovedDto })
  async remove(
    @Param() { id }: IdParam,
    @Body() { contactIds }: ListedContactsDto,
  ): Promise<RemovedDto> {
    return { removed: await this.lists.remove(id, contactIds) };
  }
}
