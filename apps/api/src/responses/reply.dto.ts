import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import type { StoredReply, UnreadMail } from '#libs/responses';
import { PageQuery, idPattern } from '../http/page.dto.js';

export class ReplyQuery extends PageQuery {
  @ApiProperty({ required: false, type: 'string', description: 'Only of this contact.' })
  @IsOptional()
  @Matches(idPattern, { message: 'contactId must be an id' })
  contactId?: string;

  @ApiProperty({ required: false, type: 'string', description: 'Only to this campaign.' })
  @IsOptional()
  @Matches(idPattern, { message: 'campaignId must be an id' })
  campaignId?: string;
}

export class ReplyDto implements Omit<StoredReply, 'at'> {
  @ApiProperty({ type: 'string' })
  id: string;

  @ApiProperty({ type: 'string' })
  deliveryId: string;

  @ApiProperty({ type: 'string' })
  campaignId: string;

  @ApiProperty({ type: 'string' })
  contactId: string;

  @ApiProperty({ type: 'string', format: 'date-time', description: 'When it came in.' })
  at: string;

  @ApiProperty({ type: 'string' })
  subject: string;

  @ApiProperty({ type: 'string', description: 'What was written, without what was quoted.' })
  text: string;

  static of({ at, ...reply }: StoredReply): ReplyDto {
    return { ...reply, at: at.toISOString() };
  }
}

export class ReplyPageDto {
  @ApiProperty({ type: [ReplyDto] })
  items: ReplyDto[];

  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}

export class UnreadMailDto implements Omit<UnreadMail, 'receivedAt'> {
  @ApiProperty({ type: 'string' })
  id: string;

  @ApiProperty({ type: 'string', format: 'date-time' })
  receivedAt: string;

  @ApiProperty({
    type: 'string',
    example: 'no_delivery',
    description: 'Why nothing was done with it: a stable name.',
  })
  why: string;

  @ApiProperty({ type: 'integer' })
  bytes: number;

  static of({ receivedAt, ...mail }: UnreadMail): UnreadMailDto {
    return { ...mail, receivedAt: receivedAt.toISOString() };
  }
}

export class UnreadMailPageDto {
  @ApiProperty({ type: [UnreadMailDto] })
  items: UnreadMailDto[];

  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}
