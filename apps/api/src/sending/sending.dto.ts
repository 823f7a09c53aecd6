import { ApiProperty } from '@nestjs/swagger';
import { IsIn, Length } from 'class-validator';
import type { Release } from '#libs/campaigns';
import type { HoldCause, KeptOperation, OperationKind } from '#libs/messaging';
import { MayBeAbsent } from '../http/may-be-absent.js';

/** Why something is done to all sending. */
export class HoldDto {
  @ApiProperty({ type: 'string', minLength: 1, maxLength: 255 })
  @Length(1, 255)
  reason: string;
}

export class ReleaseDto extends HoldDto {
  @ApiProperty({
    enum: ['send'],
    required: false,
    description: 'Needed where something has been due for more than an hour: it goes, too.',
  })
  @MayBeAbsent()
  @IsIn(['send'])
  overdue?: 'send';
}

class OverdueDto {
  @ApiProperty({ type: 'integer' })
  deliveries: number;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  since: Date | null;
}

class OverdueCampaignDto {
  @ApiProperty({ type: 'string' })
  id: string;

  @ApiProperty({ type: 'string' })
  name: string;

  @ApiProperty({ type: 'string', format: 'date-time' })
  startsAt: Date;
}

export class SendingDto implements Release {
  @ApiProperty({ type: 'boolean', description: 'Nothing is sent while it is true.' })
  held: boolean;

  @ApiProperty({
    enum: ['stopped', 'restored'],
    nullable: true,
    description: 'stopped: somebody said so. restored: the database is a copy, or went back.',
  })
  cause: HoldCause | null;

  @ApiProperty({ type: 'string', nullable: true })
  reason: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'Null: the engine itself.' })
  userId: string | null;

  @ApiProperty({ type: 'string', format: 'date-time' })
  since: Date;

  @ApiProperty({ type: 'string', nullable: true, description: 'Whose database it is.' })
  installation: string | null;

  @ApiProperty({ type: OverdueDto, description: 'Messages due for more than an hour.' })
  overdue: OverdueDto;

  @ApiProperty({ type: [OverdueCampaignDto], description: 'Campaigns that should have started.' })
  campaigns: OverdueCampaignDto[];
}

export class OperationDto implements KeptOperation {
  @ApiProperty({ type: 'string' })
  id: string;

  @ApiProperty({ type: 'string', example: 'sending.hold' })
  kind: OperationKind;

  @ApiProperty({ type: 'string', nullable: true })
  campaignId: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'Null: the engine itself.' })
  userId: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  reason: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true })
  detail: object;

  @ApiProperty({ type: 'string', format: 'date-time' })
  at: Date;
}

export class OperationPageDto {
  @ApiProperty({ type: [OperationDto] })
  items: OperationDto[];

  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}
