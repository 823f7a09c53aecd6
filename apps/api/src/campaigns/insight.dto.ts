import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import type { CampaignState, Finding, Notice, Severity } from '#libs/campaigns';
import {
  bounceClasses,
  deliveryTransitions,
  alarmKinds,
  type AlarmLevel,
  type BounceClass,
  type DeliveryState,
  type PartState,
  type AlarmKind,
} from '#libs/messaging';
import { PageQuery, QueryBoolean } from '../http/page.dto.js';
import { SmsEstimateDto } from './sms-estimate.dto.js';

const counts = { type: 'object', additionalProperties: { type: 'integer' } } as const;
const deliveryStates = Object.keys(deliveryTransitions);

export class FindingDto implements Finding {
  @ApiProperty({ enum: ['error', 'warning'] })
  severity: Severity;

  @ApiProperty({ type: 'string', example: 'preflight.no_unsubscribe' })
  code: string;

  @ApiProperty({ type: 'string' })
  message: string;

  @ApiProperty({ type: 'string' })
  messageTh: string;

  @ApiProperty({ type: 'string', description: 'JSON Pointer, or a template’s source and line.' })
  place: string;

  @ApiProperty({ type: 'string', description: 'What to open to mend it.' })
  href: string;
}

export class PreflightDto {
  @ApiProperty({ type: 'boolean', description: 'No error among the findings.' })
  ready: boolean;

  @ApiProperty({ type: [FindingDto] })
  findings: FindingDto[];
}

export class DryRunDto {
  @ApiProperty({ type: 'integer' })
  audience: number;

  @ApiProperty({ type: 'integer', description: 'Would get the message.' })
  planned: number;

  @ApiProperty({ type: 'integer' })
  heldOut: number;

  @ApiProperty({ ...counts, description: 'Would not get it, by reason.' })
  skipped: Record<string, number>;

  @ApiProperty({
    type: SmsEstimateDto,
    nullable: true,
    description: 'Parts and cost of text messages, by language; null for mail.',
  })
  sms: SmsEstimateDto | null;
}

export class NoticeDto implements Notice {
  @ApiProperty({ enum: ['warn', 'pause'] })
  level: AlarmLevel;

  @ApiProperty({ enum: alarmKinds })
  kind: AlarmKind;

  @ApiProperty({ type: 'string' })
  message: string;

  @ApiProperty({ type: 'string' })
  messageTh: string;

  @ApiProperty({ type: 'string', format: 'date-time' })
  at: Date;
}

export class ProgressDto {
  @ApiProperty({ type: 'string' })
  state: CampaignState;

  @ApiProperty({ type: 'number', description: 'Share of the audience that is planned, 0 to 1.' })
  planned: number;

  @ApiProperty(counts)
  counts: Partial<Record<DeliveryState, number>>;

  @ApiProperty({ type: 'integer' })
  total: number;

  @ApiProperty({ type: 'integer', description: 'Deliveries that still move by themselves.' })
  open: number;

  @ApiProperty({ type: 'boolean', description: 'All sending is held: GET /v1/sending says why.' })
  held: boolean;

  @ApiProperty({ type: 'number', description: 'Over the last ten seconds; 0 while it stands.' })
  perSecond: number;

  @ApiProperty({ type: [NoticeDto], description: 'Warnings, and why it paused by itself.' })
  notices: NoticeDto[];

  @ApiProperty({ type: 'integer', nullable: true })
  etaSeconds: number | null;
}

export class MoveDto {
  @ApiProperty({ type: 'string' })
  from: CampaignState;

  @ApiProperty({ type: 'string' })
  to: CampaignState;

  @ApiProperty({ type: 'string', nullable: true })
  userId: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  reason: string | null;

  @ApiProperty({ type: 'string', format: 'date-time' })
  at: Date;
}

export class MoveListDto {
  @ApiProperty({ type: [MoveDto] })
  items: MoveDto[];
}

export class DeliveryQuery extends PageQuery {
  @ApiProperty({ required: false, enum: deliveryStates })
  @IsOptional()
  @IsIn(deliveryStates)
  state?: DeliveryState;

  @ApiProperty({
    required: false,
    type: 'boolean',
    description: 'Only those of which it once was unknown whether they arrived.',
  })
  @IsOptional()
  @QueryBoolean()
  @IsBoolean()
  uncertain?: boolean;
}

export class DeliveryDto {
  @ApiProperty({ type: 'string' })
  id: string;

  @ApiProperty({ type: 'string' })
  contactId: string;

  @ApiProperty({ enum: deliveryStates })
  state: DeliveryState;

  @ApiProperty({ type: 'string', nullable: true })
  reason: string | null;

  @ApiProperty({ type: 'integer' })
  attempts: number;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  intentAt: Date | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  finishedAt: Date | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  uncertainAt: Date | null;

  @ApiProperty({ type: 'integer', nullable: true })
  replyCode: number | null;

  @ApiProperty({ type: 'string', nullable: true })
  replyStatus: string | null;

  @ApiProperty({
    enum: bounceClasses,
    nullable: true,
    description: 'The gravest bounce of it, at sending or later.',
  })
  bounce: BounceClass | null;

  @ApiProperty({
    enum: ['delivered', 'undelivered'],
    nullable: true,
    description: 'Of a text message: what its network told of it.',
  })
  receipt: PartState | null;
}

export class DeliveryPageDto {
  @ApiProperty({ type: [DeliveryDto] })
  items: DeliveryDto[];

  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}
