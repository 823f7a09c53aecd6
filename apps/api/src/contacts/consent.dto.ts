import { ApiProperty } from '@nestjs/swagger';
import {
  IsBoolean,
  IsIn,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
} from 'class-validator';
import {
  channels,
  type Channel,
  type ConsentRecord,
  type ConsentState,
  type StoredWording,
} from '#libs/contacts';
import { MayBeAbsent } from '../http/may-be-absent.js';

export class ConsentStateDto {
  @ApiProperty({ enum: channels })
  channel: Channel;

  @ApiProperty({ type: 'string' })
  purpose: string;

  @ApiProperty({ type: 'boolean' })
  granted: boolean;

  @ApiProperty({ type: 'string', format: 'date-time' })
  occurredAt: string;

  static of({ occurredAt, ...state }: ConsentState): ConsentStateDto {
    return { ...state, occurredAt: occurredAt.toISOString() };
  }
}

/** What a consent is for. */
export class AimDto {
  @ApiProperty({ enum: channels })
  @IsIn(channels)
  channel: Channel;

  @ApiProperty({ type: 'string', pattern: '^[a-z][a-z0-9_]{0,31}$', example: 'marketing' })
  @IsString()
  purpose: string;
}

export class StateConsentDto extends AimDto {
  @ApiProperty({ type: 'boolean', description: 'true: agrees, false: withdraws.' })
  @IsBoolean()
  granted: boolean;

  @ApiProperty({
    required: false,
    type: 'string',
    nullable: true,
    maxLength: 32,
    description: 'Of the wording that was shown. Needed to agree.',
  })
  @IsOptional()
  @IsString()
  wordingVersion?: string | null;

  @ApiProperty({ type: 'string', maxLength: 64, example: 'call_centre' })
  @IsString()
  @MaxLength(64)
  source: string;

  @ApiProperty({ selfRequired: false, type: 'object', nullable: true, additionalProperties: true })
  @IsOptional()
  @IsObject()
  evidence?: Record<string, unknown> | null;

  @ApiProperty({
    required: false,
    type: 'string',
    format: 'date-time',
    description: 'Now if absent.',
  })
  @MayBeAbsent()
  @IsISO8601({ strict: true })
  @Matches(/(Z|[+-]\d{2}:\d{2})$/, { message: 'occurredAt must carry its offset from UTC' })
  occurredAt?: string;
}

export class ConsentRecordDto extends ConsentStateDto {
  @ApiProperty({ type: 'string' })
  id: string;

  @ApiProperty({ type: 'string', nullable: true })
  wordingVersion: string | null;

  @ApiProperty({ type: 'string' })
  source: string;

  @ApiProperty({ type: 'object', nullable: true, additionalProperties: true })
  evidence: Record<string, unknown> | null;

  @ApiProperty({ type: 'string', format: 'date-time' })
  recordedAt: string;

  static ofRecord(record: ConsentRecord): ConsentRecordDto {
    const { id, channel, purpose, granted, wordingVersion, source, evidence } = record;
    return {
      id,
      channel,
      purpose,
      granted,
      wordingVersion,
      source,
      evidence,
      occurredAt: record.occurredAt.toISOString(),
      recordedAt: record.recordedAt.toISOString(),
    };
  }
}

export class ConsentHistoryDto {
  @ApiProperty({ type: ConsentRecordDto, isArray: true, description: 'Oldest first.' })
  items: ConsentRecordDto[];
}

export class AddWordingDto extends AimDto {
  @ApiProperty({ type: 'string', maxLength: 32, example: '2026-11' })
  @IsString()
  version: string;

  @ApiProperty({ type: 'string', example: 'th' })
  @IsString()
  language: string;

  @ApiProperty({ type: 'string', maxLength: 10_000 })
  @IsString()
  wording: string;
}

export class WordingDto extends AddWordingDto {
  @ApiProperty({ type: 'string', description: 'SHA-256 of the wording, hexadecimal.' })
  hash: string;

  @ApiProperty({ type: 'string', format: 'date-time' })
  createdAt: string;

  static of(wording: StoredWording): WordingDto {
    return {
      ...wording,
      hash: wording.hash.toString('hex'),
      createdAt: wording.createdAt.toISOString(),
    };
  }
}

export class WordingListDto {
  @ApiProperty({ type: WordingDto, isArray: true })
  items: WordingDto[];
}
