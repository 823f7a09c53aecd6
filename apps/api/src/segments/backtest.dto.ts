import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsNumber, Max, Min } from 'class-validator';
import { maxBacktestDays, type BacktestState } from '#libs/segments';
import { MayBeAbsent } from '../http/may-be-absent.js';
import { RuleDto } from './segment.dto.js';

const states: readonly BacktestState[] = ['queued', 'running', 'done', 'failed', 'cancelled'];

export class StartBacktestDto extends RuleDto {
  @ApiProperty({
    type: 'integer',
    minimum: 1,
    maximum: maxBacktestDays,
    description: 'Calendar days of the organisation; today, as far as it has come, is the last.',
  })
  @IsInt()
  @Min(1)
  @Max(maxBacktestDays)
  days: number;

  @ApiProperty({
    type: 'number',
    required: false,
    default: 1,
    minimum: 0.001,
    maximum: 1,
    description: 'Which share of the contacts is looked at; the figures are then scaled up.',
  })
  @MayBeAbsent()
  @IsNumber()
  @Min(0.001)
  @Max(1)
  share?: number;
}

export class BacktestDayDto {
  @ApiProperty({ type: 'string', format: 'date' })
  day: string;

  @ApiProperty({ type: 'integer' })
  entered: number;

  @ApiProperty({ type: 'integer' })
  left: number;

  @ApiProperty({ type: 'integer', description: 'In it at the end of the day.' })
  members: number;

  @ApiProperty({
    type: 'integer',
    description: 'Of those who entered: got a campaign’s message within a day before or after.',
  })
  contacted: number;
}

export class CompetingCampaignDto {
  @ApiProperty({ type: 'string' })
  campaignId: string;

  @ApiProperty({ type: 'string' })
  name: string;

  @ApiProperty({ type: 'integer', description: 'Who got it within a day of entering.' })
  contacts: number;

  @ApiProperty({ type: 'integer' })
  messages: number;
}

export class BacktestDto {
  @ApiProperty({ type: 'string' })
  id: string;

  @ApiProperty({ enum: states })
  state: BacktestState;

  @ApiProperty({ type: 'number', description: 'How far it has come, 0 to 1.' })
  progress: number;

  @ApiProperty({ type: 'string', nullable: true })
  errorCode: string | null;

  @ApiProperty({ type: 'string', format: 'date-time' })
  from: Date;

  @ApiProperty({ type: 'string', format: 'date-time' })
  to: Date;

  @ApiProperty({ type: 'number' })
  share: number;

  @ApiProperty({ type: 'integer', description: 'Contacts looked at so far.' })
  looked: number;

  @ApiProperty({
    type: 'number',
    description: 'The figures below are what was found, times this; 1 when everybody is looked at.',
  })
  scaledBy: number;

  @ApiProperty({ type: 'integer', description: 'In it when it began.' })
  members: number;

  @ApiProperty({ type: 'integer', description: 'Contacts who would have entered, each once.' })
  entrants: number;

  @ApiProperty({ type: [BacktestDayDto] })
  days: BacktestDayDto[];

  @ApiProperty({
    type: [CompetingCampaignDto],
    description: 'What those who would have entered got within a day of it, most contacts first.',
  })
  campaigns: CompetingCampaignDto[];
}
