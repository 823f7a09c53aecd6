import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsISO31661Alpha2,
  IsObject,
  IsOptional,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import {
  pacePeriods,
  paceScopes,
  type ChannelName,
  type FrequencyCap,
  type PaceLimit,
  type PacePeriod,
  type PaceScope,
  type QuietHours,
  type SendingLimits,
  type ShownSlowDown,
  type WarmUp,
} from '#libs/messaging';

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
  @Matches(/^[A-Z]{2}$/, { message: 'country must be in capital letters, such as TH' })
  country: string | null = null;

  @ApiProperty({ type: 'string', example: '21:00', description: 'By the recipient’s wall clock.' })
  @Matches(timeOfDay, { message: 'from must be a time of day such as 21:00' })
  from: string;

  @ApiProperty({ type: 'string', example: '08:00' })
  @Matches(timeOfDay, { message: 'to must be a time of day such as 08:00' })
  to: string;
}

export class PaceLimitDto implements PaceLimit {
  @ApiProperty({
    enum: paceScopes,
    description: 'What is counted together: a channel, a sender, or a recipients’ mail domain.',
  })
  @IsIn(paceScopes)
  scope: PaceScope;

  @ApiProperty({
    type: 'string',
    maxLength: 254,
    example: 'gmail.com',
    description:
      '`email` or `sms`; a sender’s address or domain; a mail domain, or `*` for each that is not named.',
  })
  @Length(1, 254)
  key: string;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 1_000_000_000, example: 10 })
  @IsInt()
  @Min(1)
  @Max(1_000_000_000)
  messages: number;

  @ApiProperty({ enum: pacePeriods })
  @IsIn(pacePeriods)
  per: PacePeriod;
}

export class WarmUpDto implements WarmUp {
  @ApiProperty({ type: 'string', maxLength: 254, example: 'shop.example.test' })
  @Length(1, 254)
  sender: string;

  @ApiProperty({ type: 'string', format: 'date', example: '2026-11-24' })
  @IsISO8601({ strict: true })
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'from must be a day such as 2026-11-24' })
  from: string;

  @ApiProperty({
    type: 'array',
    items: { type: 'integer', minimum: 1, maximum: 1_000_000_000 },
    minItems: 1,
    maxItems: 90,
    example: [50, 100, 200, 400, 800],
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(90)
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(1_000_000_000, { each: true })
  perDay: number[];
}

export class SlowDownDto implements ShownSlowDown {
  @ApiProperty({ type: 'string' })
  domain: string;

  @ApiProperty({ type: 'number', description: 'Messages a second that it gets now.' })
  perSecond: number;
}

export class SlowDownListDto {
  @ApiProperty({ type: [SlowDownDto] })
  items: SlowDownDto[];
}

export class SendingLimitsDto implements SendingLimits {
  @ApiProperty({
    type: [FrequencyCapDto],
    description: 'Marketing messages a person may get, of all campaigns together.',
  })
  @IsArray()
  @ArrayMaxSize(10)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => FrequencyCapDto)
  caps: FrequencyCapDto[];

  @ApiProperty({
    type: [QuietHoursDto],
    description: 'When no marketing message goes out; it goes when they end.',
  })
  @IsArray()
  @ArrayMaxSize(100)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => QuietHoursDto)
  quietHours: QuietHoursDto[];

  @ApiProperty({
    type: [PaceLimitDto],
    description:
      'At most so many messages in any second, minute, hour or day. Broadcasts leave a fifth of each to those that cannot wait.',
  })
  @IsArray()
  @ArrayMaxSize(200)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => PaceLimitDto)
  pace: PaceLimitDto[];

  @ApiProperty({
    type: [WarmUpDto],
    description: 'Messages a day of senders whom mail servers do not know yet.',
  })
  @IsArray()
  @ArrayMaxSize(50)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => WarmUpDto)
  warmUps: WarmUpDto[];

  static of({ caps, quietHours, pace, warmUps }: SendingLimits): SendingLimitsDto {
    return {
      caps: [...caps],
      quietHours: [...quietHours],
      pace: [...pace],
      warmUps: warmUps.map((warmUp) => ({ ...warmUp, perDay: [...warmUp.perDay] })),
    };
  }
}
