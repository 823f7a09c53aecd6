import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsISO31661Alpha2,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import type { ChannelName, FrequencyCap, QuietHours, SendingLimits } from '#libs/messaging';

const channels = ['email', 'sms'];
const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d$/;

export class FrequencyCapDto implements FrequencyCap {
  @ApiProperty({ enum: channels, nullable: true, description: 'null: both together.' })
  @IsOptional()
  @IsIn(channels)
  channel: ChannelName | null = null;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 1000, example: 3 })
  @IsInt()
  @Min(1)
  @Max(1000)
  messages: number;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 2160, example: 168 })
  @IsInt()
  @Min(1)
  @Max(2160)
  hours: number;
}

export class QuietHoursDto implements QuietHours {
  @ApiProperty({ enum: channels, nullable: true, description: 'null: both.' })
  @IsOptional()
  @IsIn(channels)
  channel: ChannelName | null = null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    example: 'TH',
    description:
      'ISO 3166-1 alpha-2. People of a country that is named have its windows in place of everybody’s.',
  })
  @IsOptional()
  @IsISO31661Alpha2()
  country: string | null = null;

  @ApiProperty({ type: 'string', example: '21:00', description: 'By the recipient’s wall clock.' })
  @Matches(timeOfDay, { message: 'from must be a time of day such as 21:00' })
  from: string;

  @ApiProperty({ type: 'string', example: '08:00' })
  @Matches(timeOfDay, { message: 'to must be a time of day such as 08:00' })
  to: string;
}

export class SendingLimitsDto implements SendingLimits {
  @ApiProperty({
    type: [FrequencyCapDto],
    description: 'Marketing messages a person may get, of all campaigns together.',
  })
  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => FrequencyCapDto)
  caps: FrequencyCapDto[];

  @ApiProperty({
    type: [QuietHoursDto],
    description: 'When no marketing message goes out; it goes when they end.',
  })
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => QuietHoursDto)
  quietHours: QuietHoursDto[];
}
