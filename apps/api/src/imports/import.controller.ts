import { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  StreamableFile,
} from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { Principal } from '#libs/access';
import { ImportService } from '#libs/contacts';
import { Access } from '../access/access.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { IdParam, PageQuery } from '../http/page.dto.js';
import { FileBody, fileTypes } from './file-body.js';
import { CreateImportDto, ImportDto, ImportPageDto, RetryImportDto } from './import.dto.js';

@ApiTags('imports')
@Controller('v1/imports')
export class ImportController {
  constructor(private readonly imports: ImportService) {}

  @Post()
  @Access('imports:write')
  @ApiOperation({ summary: 'Begin an import: say how the file is to be read.' })
  @ApiCreatedResponse({ type: ImportDto })
  async create(
    @Caller() caller: Principal,
    @Body() { adapter, fileName, dryRun = false, options = {} }: CreateImportDto,
  ): Promise<ImportDto> {
    const createdBy = caller.kind === 'session' ? caller.userId : null;
    return ImportDto.of(
      await this.imports.create({ adapter, fileName, dryRun, options, createdBy }),
    );
  }

  @Put(':id/file')
  @HttpCode(202)
  @Access('imports:write')
  @ApiOperation({ summary: 'Send the file; the work is queued when it has arrived.' })
  @ApiConsumes(...fileTypes)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiAcceptedResponse({ type: ImportDto })
  async file(
    @Param() { id }: IdParam,
    @FileBody() file: AsyncIterable<Uint8Array>,
  ): Promise<ImportDto> {
    return ImportDto.of(await this.imports.receiveFile(id, file));
  }

  @Get()
  @Access('imports:read')
  @ApiOperation({ summary: 'Imports, the newest first.' })
  @ApiOkResponse({ type: ImportPageDto })
  async list(@Query() page: PageQuery): Promise<ImportPageDto> {
    const { items, next } = await this.imports.list(page);
    return { items: items.map((row) => ImportDto.of(row)), next };
  }

  @Get(':id')
  @Access('imports:read')
  @ApiOperation({ summary: 'How far an import has come.' })
  @ApiOkResponse({ type: ImportDto })
  async get(@Param() { id }: IdParam): Promise<ImportDto> {
    return ImportDto.of(await this.imports.get(id));
  }

  @Get(':id/errors.csv')
  @Access('imports:read')
  @ApiOperation({ summary: 'The refused rows: line, column, code, reason.' })
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async errors(@Param() { id }: IdParam): Promise<StreamableFile> {
    await this.imports.get(id);
    return new StreamableFile(Readable.from(this.imports.errorsCsv(id), { objectMode: false }), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="import-${id}-errors.csv"`,
    });
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Access('imports:write')
  @ApiOperation({ summary: 'Stop it. What was written stays.' })
  @ApiOkResponse({ type: ImportDto })
  async cancel(@Param() { id }: IdParam): Promise<ImportDto> {
    return ImportDto.of(await this.imports.cancel(id));
  }

  @Post(':id/retry')
  @HttpCode(202)
  @Access('imports:write')
  @ApiOperation({
    summary: 'Read the same file again, with other options or in earnest after a dry run.',
  })
  @ApiAcceptedResponse({ type: ImportDto })
  async retry(@Param() { id }: IdParam, @Body() body: RetryImportDto): Promise<ImportDto> {
    return ImportDto.of(await this.imports.retry(id, body));
  }
}
