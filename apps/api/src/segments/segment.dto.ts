import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsBoolean,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  Length,
  Matches,
  MaxLength,
  Min,
} from 'class-validator';
import type { Segment, ShownSegment } from '#libs/segments';
import { PageQuery, QueryBoolean, idPattern } from '../http/page.dto.js';
import { MayBeAbsent } from '../http/may-be-absent.js';
import { KeptDto, WordsDto } from './kept.dto.js';

const ruleProperty = {
  type: 'object',
  additionalProperties: true,
  description: 'A rule: { version: 1, where: … }; its faults are answered with their places.',
  example: {
    version: 1,
    where: { kind: 'text', field: 'country', operator: 'is', value: 'TH' },
  },
} as const;

export class RuleDto {
  @ApiProperty(ruleProperty)
  @IsObject()
  rule: object;
}

export class CreateSegmentDto extends RuleDto {
  @ApiProperty({ type: 'string', minLength: 1, maxLength: 100 })
  @Length(1, 100)
  name: string;

  @ApiProperty({ type: 'string', required: false, maxLength: 500, default: '' })
  @MayBeAbsent()
  @MaxLength(500)
  description?: string;
}

export class EditSegmentDto {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'The version that was seen.' })
  @IsInt()
  @Min(1)
  version: number;

  @ApiProperty({ type: 'string', required: false, minLength: 1, maxLength: 100 })
  @MayBeAbsent()
  @Length(1, 100)
  name?: string;

  @ApiProperty({ type: 'string', required: false, maxLength: 500 })
  @MayBeAbsent()
  @MaxLength(500)
  description?: string;

  @ApiPropertyOptional(ruleProperty)
  @MayBeAbsent()
  @IsObject()
  rule?: object;
}

export class SegmentQuery extends PageQuery {
  @ApiProperty({ required: false, type: 'boolean', default: false })
  @IsOptional()
  @QueryBoolean()
  @IsBoolean()
  archived: boolean = false;
}

export class ExplainParams {
  @ApiProperty({ type: 'string', pattern: idPattern.source })
  @Matches(idPattern)
  id: string;

  @ApiProperty({ type: 'string', pattern: idPattern.source })
  @Matches(idPattern)
  contactId: string;
}

export class ExplainQuery {
  @ApiProperty({
    required: false,
    type: 'string',
    format: 'date-time',
    description: 'ISO 8601 with an offset; now if left out.',
  })
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  @Matches(/(Z|[+-]\d{2}:?\d{2})$/, { message: 'at must say its offset, as in Z or +07:00' })
  at?: string;
}

export class RulePreviewDto {
  @ApiProperty({ type: 'integer', description: 'Contacts for whom it holds now.' })
  count: number;

  @ApiProperty({ type: WordsDto })
  sentence: WordsDto;
}

export class SegmentDto {
  @ApiProperty({ type: 'string' })
  id: string;

  @ApiProperty({ type: 'string' })
  name: string;

  @ApiProperty({ type: 'string' })
  description: string;

  @ApiProperty(ruleProperty)
  rule: object;

  @ApiProperty({ type: 'integer' })
  version: number;

  @ApiProperty({ type: 'boolean' })
  archived: boolean;

  static of({ id, name, description, rule, version, archivedAt }: Segment): SegmentDto {
    return { id, name, description, rule, version, archived: archivedAt !== null };
  }
}

export class ShownSegmentDto extends SegmentDto {
  @ApiProperty({ type: 'integer', description: 'Contacts in it now.' })
  count: number;

  @ApiProperty({ type: WordsDto })
  sentence: WordsDto;

  @ApiProperty({ type: KeptDto })
  kept: KeptDto;

  static ofShown({ segment, count, sentence, kept }: ShownSegment): ShownSegmentDto {
    return { ...SegmentDto.of(segment), count, sentence: { ...sentence }, kept: { ...kept } };
  }
}

export class SegmentPageDto {
  @ApiProperty({ type: [SegmentDto] })
  items: SegmentDto[];

  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}

export class VerdictDto {
  @ApiProperty({ type: 'boolean', description: 'In, or out.' })
  verdict: boolean;

  @ApiProperty({ type: WordsDto })
  sentence: WordsDto;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'Each condition: its place, in words, what it expected, what it found, and `of`.',
  })
  explanation: object;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'Until then the passing of time alone changes nothing; null: never.',
  })
  changesAt: Date | null;
}
