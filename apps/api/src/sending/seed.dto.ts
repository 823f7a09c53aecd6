import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsInt,
  IsNumber,
  IsString,
  Length,
  Max,
  Min,
} from 'class-validator';
import type { SeedSettings } from '#libs/messaging';

export class SeedSettingsDto implements SeedSettings {
  @ApiProperty({
    type: 'array',
    items: { type: 'string', maxLength: 254 },
    maxItems: 1000,
    description: 'E-mail addresses of contacts; empty for no seeds.',
  })
  @IsArray()
  @ArrayMaxSize(1000)
  @IsString({ each: true })
  @Length(3, 254, { each: true })
  addresses: string[];

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 1440, default: 30 })
  @IsInt()
  @Min(1)
  @Max(1440)
  waitMinutes: number;

  @ApiProperty({
    type: 'number',
    minimum: 0,
    maximum: 1,
    default: 0.5,
    description: 'If fewer of the copies have arrived by then, the campaign pauses.',
  })
  @IsNumber()
  @Min(0)
  @Max(1)
  leastShare: number;
}

export class SeedArrivalDto {
  @ApiProperty({ type: 'string', maxLength: 255, description: 'Message-ID of what has arrived.' })
  @Length(1, 255)
  messageId: string;
}
