import { ApiProperty, PartialType } from '@nestjs/swagger';
import { IsArray, IsBoolean, IsOptional, IsString } from 'class-validator';
import type { Competitor } from '#libs/competitors';
import { PageQuery, QueryBoolean } from '../http/page.dto.js';
import { MayBeAbsent } from '../http/may-be-absent.js';

export class CreateCompetitorDto {
  @ApiProperty({ type: 'string', minLength: 1, maxLength: 100, example: 'ร้านกาแฟข้างบ้าน' })
  @IsString()
  name: string;

  @ApiProperty({ required: false, type: 'string', isArray: true, description: 'Other names.' })
  @MayBeAbsent()
  @IsArray()
  @IsString({ each: true })
  aliases?: string[];

  @ApiProperty({ required: false, type: 'string', nullable: true, format: 'uri', maxLength: 500 })
  @IsOptional()
  @IsString()
  website?: string | null;

  @ApiProperty({ required: false, type: 'string', maxLength: 1000 })
  @MayBeAbsent()
  @IsString()
  description?: string;
}

export class ChangeCompetitorDto extends PartialType(CreateCompetitorDto, {
  skipNullProperties: false,
}) {}

export class CompetitorQuery extends PageQuery {
  @ApiProperty({
    required: false,
    type: 'boolean',
    default: false,
    description: 'The archived ones.',
  })
  @IsOptional()
  @QueryBoolean()
  @IsBoolean()
  archived: boolean = false;
}

export class CompetitorDto {
  @ApiProperty({ type: 'string' })
  id: string;

  @ApiProperty({ type: 'string' })
  name: string;

  @ApiProperty({ type: 'string', isArray: true })
  aliases: string[];

  @ApiProperty({ type: 'string', nullable: true, format: 'uri' })
  website: string | null;

  @ApiProperty({ type: 'string' })
  description: string;

  @ApiProperty({ type: 'string', format: 'date-time' })
  createdAt: string;

  @ApiProperty({ type: 'string', format: 'date-time' })
  updatedAt: string;

  @ApiProperty({ type: 'string', nullable: true, format: 'date-time' })
  archivedAt: string | null;

  static of(row: Competitor): CompetitorDto {
    const { id, name, aliases, website, description } = row;
    return {
      id,
      name,
      aliases,
      website,
      description,
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
      archivedAt: row.archivedAt?.toISOString() ?? null,
    };
  }
}

export class CompetitorPageDto {
  @ApiProperty({ type: CompetitorDto, isArray: true })
  items: CompetitorDto[];

  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}
