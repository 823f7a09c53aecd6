import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsISO8601,
  IsNumber,
  IsObject,
  IsOptional,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import {
  campaignPriorities,
  campaignTransitions,
  type Campaign,
  type CampaignDefinition,
  type CampaignPriority,
  type CampaignState,
  type Gone,
} from '#libs/campaigns';
import type { ChannelName, Purpose, UncertainPolicy } from '#libs/messaging';
import { idPattern, PageQuery } from '../http/page.dto.js';
import { MayBeAbsent } from '../http/may-be-absent.js';
import { WordsDto } from '../segments/kept.dto.js';
import { triggerProperty } from './trigger.schema.js';

const states = Object.keys(campaignTransitions);

export class GoalDto {
  @ApiProperty({ type: 'string', minLength: 1, maxLength: 100, example: 'purchase' })
  @Length(1, 100)
  event: string;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 8760, example: 336 })
  @IsInt()
  @Min(1)
  @Max(8760)
  windowHours: number;
}

export class CampaignDefinitionDto implements Partial<Omit<CampaignDefinition, 'trigger'>> {
  @ApiProperty({ type: 'string', required: false, nullable: true })
  @IsOptional()
  @Matches(idPattern)
  segmentId?: string | null;

  @ApiProperty({ type: 'string', required: false, nullable: true })
  @IsOptional()
  @Matches(idPattern)
  templateId?: string | null;

  @ApiProperty({ type: 'string', required: false, nullable: true })
  @IsOptional()
  @Matches(idPattern)
  senderId?: string | null;

  @ApiProperty({ required: false, enum: ['marketing', 'transactional'], default: 'marketing' })
  @MayBeAbsent()
  @IsIn(['marketing', 'transactional'])
  purpose?: Purpose;

  @ApiProperty({
    type: 'number',
    required: false,
    minimum: 0,
    maximum: 0.5,
    default: 0,
    description: 'Share of the eligible that get nothing, so that the effect can be measured.',
  })
  @MayBeAbsent()
  @IsNumber()
  @Min(0)
  @Max(0.5)
  holdoutShare?: number;

  @ApiProperty({ type: GoalDto, required: false, nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => GoalDto)
  goal?: GoalDto | null;

  @ApiProperty({
    required: false,
    enum: ['resend', 'hold'],
    default: 'resend',
    description: 'What happens to a message of which nobody knows whether it arrived.',
  })
  @MayBeAbsent()
  @IsIn(['resend', 'hold'])
  uncertainPolicy?: UncertainPolicy;

  @ApiProperty({
    required: false,
    enum: campaignPriorities,
    default: 'normal',
    description: 'Which of several campaigns somebody gets who may not have them all.',
  })
  @MayBeAbsent()
  @IsIn(campaignPriorities)
  priority?: CampaignPriority;

  @ApiProperty({
    type: 'string',
    required: false,
    nullable: true,
    example: '09:00',
    description:
      'By each recipient’s wall clock: a broadcast reaches everybody within the 24 hours after its start.',
  })
  @IsOptional()
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/, {
    message: 'localTime must be a time of day such as 09:00',
  })
  localTime?: string | null;

  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 0,
    maximum: 10080,
    default: 0,
    description: 'A broadcast is spread evenly over so many minutes.',
  })
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(10080)
  spreadMinutes?: number;

  @ApiPropertyOptional(triggerProperty)
  @IsOptional()
  @IsObject()
  trigger?: object | null;
}

export class CreateCampaignDto {
  @ApiProperty({ type: 'string', minLength: 1, maxLength: 100 })
  @Length(1, 100)
  name: string;

  @ApiProperty({ enum: ['email', 'sms'] })
  @IsIn(['email', 'sms'])
  channel: ChannelName;

  @ApiProperty({ type: CampaignDefinitionDto })
  @ValidateNested()
  @Type(() => CampaignDefinitionDto)
  definition: CampaignDefinitionDto;
}

export class EditCampaignDto extends PartialType(CreateCampaignDto) {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'The revision that was seen.' })
  @IsInt()
  @Min(1)
  revision: number;
}

export class ScheduleDto {
  @ApiProperty({
    type: 'string',
    format: 'date-time',
    required: false,
    nullable: true,
    description: 'ISO 8601 with an offset; now if left out.',
  })
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  @Matches(/(Z|[+-]\d{2}:?\d{2})$/, { message: 'at must say its offset, as in +07:00' })
  at?: string | null;

  @ApiProperty({
    type: 'string',
    required: false,
    maxLength: 100,
    description: 'Needed where it goes to many: how many people, or the campaign’s name, typed.',
  })
  @MayBeAbsent()
  @Length(1, 100)
  confirm?: string;
}

export class ReasonDto {
  @ApiProperty({ type: 'string', required: false, maxLength: 255 })
  @MayBeAbsent()
  @MaxLength(255)
  reason?: string;
}

export class CampaignQuery extends PageQuery {
  @ApiProperty({ required: false, enum: states })
  @IsOptional()
  @IsIn(states)
  state?: CampaignState;
}

export class CampaignDto {
  @ApiProperty({ type: 'string' })
  id: string;

  @ApiProperty({ type: 'string' })
  name: string;

  @ApiProperty({ enum: ['email', 'sms'] })
  channel: ChannelName;

  @ApiProperty({ enum: states })
  state: CampaignState;

  @ApiProperty({ type: 'string', nullable: true })
  stateReason: string | null;

  @ApiProperty({ type: CampaignDefinitionDto })
  definition: CampaignDefinition;

  @ApiProperty({ type: 'integer' })
  revision: number;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  startsAt: Date | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  startedAt: Date | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  finishedAt: Date | null;

  static of(campaign: Campaign): CampaignDto {
    return {
      id: campaign.id,
      name: campaign.name,
      channel: campaign.channel,
      state: campaign.state,
      stateReason: campaign.stateReason,
      definition: campaign.definition,
      revision: campaign.revision,
      startsAt: campaign.startsAt,
      startedAt: campaign.startedAt,
      finishedAt: campaign.finishedAt,
    };
  }
}

export class StoppedDto extends CampaignDto implements Gone {
  @ApiProperty({ type: 'integer', description: 'Messages that had gone already.' })
  gone: number;

  @ApiProperty({ type: 'integer', description: 'Messages that were just being handed over.' })
  underWay: number;

  @ApiProperty({ type: 'integer', description: 'Messages that may have gone, or not.' })
  inDoubt: number;

  static ofStopped(campaign: Campaign, { gone, underWay, inDoubt }: Gone): StoppedDto {
    return { ...CampaignDto.of(campaign), gone, underWay, inDoubt };
  }
}

export class ShownCampaignDto extends CampaignDto {
  @ApiProperty({ type: WordsDto, nullable: true, description: 'What its trigger does.' })
  triggerSentence: WordsDto | null;

  static ofShown(campaign: Campaign, triggerSentence: WordsDto | null): ShownCampaignDto {
    return { ...CampaignDto.of(campaign), triggerSentence };
  }
}

export class CampaignPageDto {
  @ApiProperty({ type: [CampaignDto] })
  items: CampaignDto[];

  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}
