import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Length,
  ValidateNested,
} from 'class-validator';
import {
  encodings,
  importAdapters,
  importTransitions,
  matchKeys,
  rowsPerSecond,
  type Import,
  type ImportAdapterName,
  type ImportOptions,
  type ImportState,
  type MatchKey,
} from '#libs/contacts';
import { AimDto } from '../contacts/consent.dto.js';
import { MayBeAbsent } from '../http/may-be-absent.js';

const dateOrders = ['ymd', 'dmy', 'mdy'] as const;

class ImportConsentDto extends AimDto {
  @ApiProperty({ type: 'string', description: 'Of a wording that is known.' })
  @IsString()
  wordingVersion: string;

  @ApiProperty({ type: 'string', maxLength: 64, example: 'membership form' })
  @IsString()
  source: string;

  @ApiProperty({ selfRequired: false, type: 'object', nullable: true, additionalProperties: true })
  @IsOptional()
  @IsObject()
  evidence?: Record<string, unknown> | null;

  @ApiProperty({
    required: false,
    type: 'string',
    nullable: true,
    format: 'date-time',
    description: 'When they agreed. Without it a withdrawal is never overridden.',
  })
  @IsOptional()
  @IsString()
  occurredAt?: string | null;
}

const texts = {
  type: 'object' as const,
  additionalProperties: { type: 'string' },
  selfRequired: false,
};

export class ImportOptionsDto {
  @ApiProperty({ required: false, enum: encodings, default: 'utf-8' })
  @MayBeAbsent()
  @IsString()
  encoding?: ImportOptions['encoding'];

  @ApiProperty({ required: false, enum: [',', ';', '\t', '|'], default: ',' })
  @MayBeAbsent()
  @IsString()
  delimiter?: string;

  @ApiProperty({
    ...texts,
    description:
      'Column → field. Contacts: the core fields, attributes.<name>, tags, ' +
      'consent.<channel>.<purpose>. Events: id, name, at, value, currency, contact.<key>, ' +
      'properties.<name>. Without it, columns that are called like a field are read.',
    example: { Mail: 'email', ชื่อ: 'firstName' },
  })
  @MayBeAbsent()
  @IsObject()
  mapping?: Record<string, string>;

  @ApiProperty({ required: false, enum: matchKeys, default: 'email' })
  @MayBeAbsent()
  @IsIn(matchKeys)
  matchBy?: MatchKey;

  @ApiProperty({ ...texts, description: 'Field → text for empty cells and absent columns.' })
  @MayBeAbsent()
  @IsObject()
  defaults?: Record<string, string>;

  @ApiProperty({
    required: false,
    type: 'boolean',
    default: false,
    description: 'An empty cell takes the stored value away; otherwise it leaves it as it is.',
  })
  @MayBeAbsent()
  @IsBoolean()
  emptyClears?: boolean;

  @ApiProperty({ required: false, type: 'string', default: 'TH' })
  @MayBeAbsent()
  @IsString()
  phoneCountry?: string;

  @ApiProperty({ required: false, enum: dateOrders, default: 'ymd' })
  @MayBeAbsent()
  @IsIn(dateOrders)
  dateOrder?: ImportOptions['dateOrder'];

  @ApiProperty({ required: false, type: 'string', default: '|' })
  @MayBeAbsent()
  @IsString()
  listSeparator?: string;

  @ApiProperty({ required: false, type: 'string', isArray: true })
  @MayBeAbsent()
  @IsArray()
  @IsString({ each: true })
  tags?: string[];

  @ApiProperty({ required: false, type: ImportConsentDto, isArray: true })
  @MayBeAbsent()
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ImportConsentDto)
  consent?: ImportConsentDto[];

  @ApiProperty({ required: false, type: 'string', default: 'import' })
  @MayBeAbsent()
  @IsString()
  source?: string;
}

export class RetryImportDto {
  @ApiProperty({ required: false, type: 'boolean', description: 'As before if absent.' })
  @MayBeAbsent()
  @IsBoolean()
  dryRun?: boolean;

  @ApiProperty({ required: false, type: ImportOptionsDto, description: 'Those to be changed.' })
  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => ImportOptionsDto)
  options?: ImportOptionsDto;
}

export class CreateImportDto extends RetryImportDto {
  @ApiProperty({ enum: importAdapters })
  @IsIn(importAdapters)
  adapter: ImportAdapterName;

  @ApiProperty({ type: 'string', minLength: 1, maxLength: 255, example: 'customers.csv' })
  @IsString()
  @Length(1, 255)
  fileName: string;
}

class RowCountsDto {
  @ApiProperty({ type: 'integer' })
  created: number;

  @ApiProperty({ type: 'integer' })
  updated: number;

  @ApiProperty({ type: 'integer' })
  unchanged: number;

  @ApiProperty({ type: 'integer' })
  failed: number;
}

const instant = { type: 'string', format: 'date-time', nullable: true } as const;

export class ImportDto {
  @ApiProperty({ type: 'string' })
  id: string;

  @ApiProperty({ enum: importAdapters })
  adapter: ImportAdapterName;

  @ApiProperty({ type: 'string' })
  fileName: string;

  @ApiProperty({ type: 'integer' })
  fileBytes: number;

  @ApiProperty({ type: 'object', additionalProperties: true })
  options: ImportOptions;

  @ApiProperty({ type: 'boolean', description: 'Nothing is written.' })
  dryRun: boolean;

  @ApiProperty({ enum: Object.keys(importTransitions) })
  state: ImportState;

  @ApiProperty({ type: RowCountsDto, description: 'Events: new, -, known already, refused.' })
  counts: RowCountsDto;

  @ApiProperty({ type: 'number', description: 'Share of the file that is settled, 0 to 1.' })
  share: number;

  @ApiProperty({ type: 'number', nullable: true })
  rowsPerSecond: number | null;

  @ApiProperty({ type: 'string', nullable: true })
  errorCode: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  errorMessage: string | null;

  @ApiProperty({ type: 'string', format: 'date-time' })
  createdAt: string;

  @ApiProperty(instant)
  startedAt: string | null;

  @ApiProperty(instant)
  finishedAt: string | null;

  static of(row: Import): ImportDto {
    const { id, adapter, fileName, fileBytes, options, dryRun, state, counts } = row;
    const read = fileBytes > 0 ? row.bytesDone / fileBytes : 0;
    return {
      id,
      adapter,
      fileName,
      fileBytes,
      options,
      dryRun,
      state,
      counts,
      share: state === 'done' ? 1 : read,
      rowsPerSecond: rowsPerSecond(row),
      errorCode: row.errorCode,
      errorMessage: row.errorMessage,
      createdAt: row.createdAt.toISOString(),
      startedAt: row.startedAt?.toISOString() ?? null,
      finishedAt: row.finishedAt?.toISOString() ?? null,
    };
  }
}

export class ImportPageDto {
  @ApiProperty({ type: ImportDto, isArray: true })
  items: ImportDto[];

  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}
