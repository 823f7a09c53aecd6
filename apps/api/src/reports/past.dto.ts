import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateNested,
} from 'class-validator';
import type { PastCampaign, PastLayout, PastOutcome } from '#libs/analysis';

const kinds = ['yes_no', 'number'] as const;

export class PastOutcomeDto implements PastOutcome {
  @ApiProperty({ type: 'string', maxLength: 100, example: 'visit' })
  @Length(1, 100)
  column: string;

  @ApiProperty({ enum: kinds, description: 'Whether they did it, or how much.' })
  @IsIn(kinds)
  kind: PastOutcome['kind'];

  @ApiProperty({
    type: 'string',
    nullable: true,
    example: 'USD',
    description: 'ISO 4217, where it is money.',
  })
  @IsOptional()
  @Matches(/^[A-Z]{3}$/, { message: 'currency must be a code such as THB' })
  currency: string | null = null;
}

export class PastLayoutDto implements PastLayout {
  @ApiProperty({ type: 'string', maxLength: 100, example: 'segment' })
  @Length(1, 100)
  arm: string;

  @ApiProperty({
    type: 'string',
    maxLength: 200,
    example: 'No E-Mail',
    description: 'What the column of groups says of those who got nothing.',
  })
  @Length(1, 200)
  control: string;

  @ApiProperty({
    type: [PastOutcomeDto],
    minItems: 1,
    maxItems: 10,
    description: 'The first is what the campaign was for.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => PastOutcomeDto)
  outcomes: PastOutcomeDto[];

  @ApiProperty({
    type: 'string',
    isArray: true,
    maxItems: 20,
    example: ['history_segment', 'newbie'],
    description: 'Columns with what was known of each beforehand, a hundred values at most.',
  })
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @Length(1, 100, { each: true })
  groups: string[] = [];

  @ApiProperty({
    type: 'string',
    nullable: true,
    example: 'history',
    description: 'A column with a number known beforehand, which makes intervals narrower.',
  })
  @IsOptional()
  @Length(1, 100)
  before: string | null = null;
}

export class CreatePastCampaignDto {
  @ApiProperty({ type: 'string', maxLength: 200, example: 'Spring catalogue 2008' })
  @Length(1, 200)
  name: string;

  @ApiProperty({ type: 'string', format: 'date', nullable: true, example: '2008-03-20' })
  @IsOptional()
  @IsISO8601({ strict: true })
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'ranOn must be a day such as 2008-03-20' })
  ranOn: string | null = null;

  @ApiProperty({ type: PastLayoutDto })
  @IsObject()
  @ValidateNested()
  @Type(() => PastLayoutDto)
  layout: PastLayoutDto;
}

export class PastCampaignDto {
  @ApiProperty({ type: 'string' })
  id: string;

  @ApiProperty({ type: 'string' })
  name: string;

  @ApiProperty({ type: 'string', format: 'date', nullable: true })
  ranOn: string | null;

  @ApiProperty({ type: PastLayoutDto })
  layout: PastLayoutDto;

  @ApiProperty({ type: 'string', format: 'date-time' })
  createdAt: string;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'When its file was read; null before.',
  })
  readAt: string | null;

  static of({ id, name, ranOn, layout, createdAt, readAt }: PastCampaign): PastCampaignDto {
    return {
      id,
      name,
      ranOn,
      layout: { ...layout, outcomes: [...layout.outcomes], groups: [...layout.groups] },
      createdAt: createdAt.toISOString(),
      readAt: readAt?.toISOString() ?? null,
    };
  }
}

export class PastCampaignPageDto {
  @ApiProperty({ type: [PastCampaignDto] })
  items: PastCampaignDto[];

  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}
