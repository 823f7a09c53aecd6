import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsOptional, Matches } from 'class-validator';
import type {
  CauseKind,
  DropReason,
  FiringState,
  StepName,
  ToldFiring,
  ToldStep,
} from '#libs/campaigns';
import { idPattern, PageQuery } from '../http/page.dto.js';
import { WordsDto } from '../segments/kept.dto.js';
import { VerdictDto } from '../segments/segment.dto.js';

const states = ['waiting', 'sent', 'dropped'] as const;
const anything = { description: 'Plain JSON.', nullable: true } as const;

export class FiringQuery extends PageQuery {
  @ApiProperty({ required: false, enum: states })
  @IsOptional()
  @IsIn(states)
  state?: FiringState;

  @ApiProperty({ required: false, type: 'string' })
  @IsOptional()
  @Matches(idPattern)
  contactId?: string;
}

export class ExplainFiringQuery {
  @ApiProperty({ type: 'string', pattern: idPattern.source })
  @Matches(idPattern)
  contactId: string;

  @ApiProperty({
    required: false,
    type: 'string',
    description: 'The contact’s latest event of the trigger’s name, if left out.',
  })
  @IsOptional()
  @Matches(idPattern)
  eventId?: string;

  @ApiProperty({
    required: false,
    type: 'string',
    format: 'date',
    description:
      'For triggers by time: a local day of the contact’s or the organisation’s; the last one that concerned them, if left out.',
  })
  @IsOptional()
  @IsISO8601({ strict: true })
  @Matches(/^\d{4}-\d\d-\d\d$/)
  day?: string;
}

export class StepDto implements ToldStep {
  @ApiProperty({ type: 'string', example: 'where' })
  step: StepName;

  @ApiProperty({ type: 'string', required: false, description: 'JSON Pointer into the trigger.' })
  place?: string;

  @ApiProperty({ type: 'boolean' })
  verdict: boolean;

  @ApiProperty({ type: WordsDto })
  condition: WordsDto;

  @ApiProperty({ ...anything, required: false })
  expected?: unknown;

  @ApiProperty({ ...anything, required: false })
  found?: unknown;
}

export class FiringDto implements ToldFiring {
  @ApiProperty({ type: 'string' })
  id: string;

  @ApiProperty({ type: 'string' })
  contactId: string;

  @ApiProperty({ enum: ['event', 'entered', 'left', 'date', 'calendar'] })
  causeKind: CauseKind;

  @ApiProperty({ type: 'string', nullable: true, description: 'The event or signal.' })
  causeRef: string | null;

  @ApiProperty({ type: 'string', description: 'One firing each.', example: 'date:2026-11-24' })
  entryKey: string;

  @ApiProperty({ type: 'string', nullable: true })
  reentryKey: string | null;

  @ApiProperty({ type: 'string', format: 'date-time' })
  happenedAt: Date;

  @ApiProperty({ enum: states })
  state: FiringState;

  @ApiProperty({ type: 'string', nullable: true, description: 'Why it was dropped.' })
  reason: DropReason | null;

  @ApiProperty({ type: 'string', format: 'date-time' })
  dueAt: Date;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  decidedAt: Date | null;

  @ApiProperty({ type: [StepDto] })
  steps: StepDto[];

  @ApiProperty({ type: 'string', nullable: true })
  deliveryId: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  deliveryState: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'Why no message went out.' })
  deliveryReason: string | null;
}

export class FiringPageDto {
  @ApiProperty({ type: [FiringDto] })
  items: FiringDto[];

  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}

export class FiringExplanationDto {
  @ApiProperty({ type: FiringDto, nullable: true, description: 'null when nothing came of it.' })
  firing: FiringDto | null;

  @ApiProperty({ type: [StepDto], description: 'Up to the one that failed.' })
  steps: StepDto[];

  @ApiProperty({ type: 'boolean', description: 'No step failed.' })
  verdict: boolean;

  @ApiProperty({ type: VerdictDto, nullable: true })
  segment: VerdictDto | null;
}
