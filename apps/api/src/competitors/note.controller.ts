import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { NoteService } from '#libs/competitors';
import { Access } from '../access/access.decorator.js';
import { IdParam, toPage } from '../http/page.dto.js';
import { ChangeNoteDto, NoteDto, NotePageDto, NoteQuery } from './note.dto.js';

@ApiTags('competitors')
@Controller('v1/competitor-notes')
export class NoteController {
  constructor(private readonly notes: NoteService) {}

  @Get()
  @Access('competitors:read')
  @ApiOperation({ summary: 'What competitors did, the latest first.' })
  @ApiOkResponse({ type: NotePageDto })
  async list(@Query() { limit, after, ...filter }: NoteQuery): Promise<NotePageDto> {
    const notes = await this.notes.list(filter, after ?? null, limit + 1);
    return toPage(notes, limit, (note) => NoteDto.of(note));
  }

  @Get(':id')
  @Access('competitors:read')
  @ApiOperation({ summary: 'One note.' })
  @ApiOkResponse({ type: NoteDto })
  async get(@Param() { id }: IdParam): Promise<NoteDto> {
    return NoteDto.of(await this.notes.get(id));
  }

  @Patch(':id')
  @Access('competitors:write')
  @ApiOperation({ summary: 'Change what is given, leave the rest.' })
  @ApiOkResponse({ type: NoteDto })
  async change(@Param() { id }: IdParam, @Body() body: ChangeNoteDto): Promise<NoteDto> {
    return NoteDto.of(await this.notes.update(id, body));
  }

  @Delete(':id')
  @HttpCode(204)
  @Access('competitors:write')
  @ApiOperation({ summary: 'Strike it out.' })
  @ApiNoContentResponse()
  async delete(@Param() { id }: IdParam): Promise<void> {
    await this.notes.delete(id);
  }
}
