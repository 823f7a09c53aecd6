import { ApiProperty, PartialType } from '@nestjs/swagger';
import { IsArray, IsIn, IsInt, IsOptional, IsString, Matches } from 'class-validator';
import {
  type CompetitorNote,
  type Confidence,
  confidences,
  type NoteKind,
  noteKinds,
} from '#libs/competitors';
import { idPattern, PageQuery } from '../http/page.dto.js';
import { MayBeAbsent } from '../http/may-be-absent.js';

const day = { type: 'string', format: 'date', example: '2026-11-02' } as const;

export class CreateNoteDto {
  @ApiProperty({ enum: noteKinds })
  @IsIn(noteKinds)
  kind: NoteKind;

  @ApiProperty({ type: 'string', minLength: 1, maxLength: 200, example: 'ลดครึ่งราคาทั้งร้าน' })
  @IsString()
  title: string;

  @ApiProperty({ required: false, type: 'string', maxLength: 10_000 })
  @MayBeAbsent()
  @IsString()
  body?: string;

  @ApiProperty({ ...day, description: 'First day of what they did.' })
  @IsString()
  startsOn: string;

  @ApiProperty({
    ...day,
    required: false,
    nullable: true,
    description: 'Last day, itself included; null for a move of one day.',
  })
  @IsOptional()
  @IsString()
  endsOn?: string | null;

  @ApiProperty({ required: false, type: 'string', nullable: true, format: 'uri', maxLength: 2000 })
  @IsOptional()
  @IsString()
  sourceUrl?: string | null;

  @ApiProperty({ ...day, required: false, nullable: true, description: 'Day of the source.' })
  @IsOptional()
  @IsString()
  sourceDate?: string | null;

  @ApiProperty({ enum: confidences })
  @IsIn(confidences)
  confidence: Confidence;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 5, description: '1 hardly felt, 5 heavy.' })
  @IsInt()
  impact: number;

  @ApiProperty({ required: false, type: 'string', isArray: true, description: 'Kept folded.' })
  @MayBeAbsent()
  @IsArray()
  @IsString({ each: true })
  tags?: string[];

  @ApiProperty({
    required: false,
    type: 'string',
    nullable: true,
    description: 'Id of the segment it is aimed at.',
  })
  @IsOptional()
  @Matches(idPattern)
  segmentId?: string | null;
}

export class ChangeNoteDto extends PartialType(CreateNoteDto, { skipNullProperties: false }) {}

export class NoteQuery extends PageQuery {
  @ApiProperty({ ...day, required: false, description: 'Notes that reach into [from, to].' })
  @IsOptional()
  @IsString()
  from?: string;

  @ApiProperty({ ...day, required: false })
  @IsOptional()
  @IsString()
  to?: string;

  @ApiProperty({ required: false, type: 'string' })
  @IsOptional()
  @Matches(idPattern)
  competitorId?: string;

  @ApiProperty({ required: false, enum: noteKinds })
  @IsOptional()
  @IsIn(noteKinds)
  kind?: NoteKind;

  @ApiProperty({ required: false, type: 'string' })
  @IsOptional()
  @IsString()
  tag?: string;
}

export class NoteDto {
  @ApiProperty({ type: 'string' })
  id: string;

  @ApiProperty({ type: 'string' })
  competitorId: string;

  @ApiProperty({ enum: noteKinds })
  kind: NoteKind;

  @ApiProperty({ type: 'string' })
  title: string;

  @ApiProperty({ type: 'string' })
  body: string;

  @ApiProperty(day)
  startsOn: string;

  @ApiProperty({ ...day, nullable: true })
  endsOn: string | null;

  @ApiProperty({ type: 'string', nullable: true, format: 'uri' })
  sourceUrl: string | null;

  @ApiProperty({ ...day, nullable: true })
  sourceDate: string | null;

  @ApiProperty({ enum: confidences })
  confidence: Confidence;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 5 })
  impact: number;

  @ApiProperty({ type: 'string', isArray: true })
  tags: string[];

  @ApiProperty({ type: 'string', nullable: true })
  segmentId: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'Id of the user; null: a program.' })
  createdBy: string | null;

  @ApiProperty({ type: 'string', format: 'date-time' })
  createdAt: string;

  @ApiProperty({ type: 'string', format: 'date-time' })
  updatedAt: string;

  static of(note: CompetitorNote): NoteDto {
    const createdAt = note.createdAt.toISOString();
    return { ...note, createdAt, updatedAt: note.updatedAt.toISOString() };
  }
}

export class NotePageDto {
  @ApiProperty({ type: NoteDto, isArray: true })
  items: NoteDto[];

  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}
