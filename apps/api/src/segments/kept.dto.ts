import { ApiProperty } from '@nestjs/swagger';
import { keepTransitions, type KeepState, type Member } from '#libs/segments';
import { toPage } from '../http/page.dto.js';

export class WordsDto {
  @ApiProperty({ type: 'string' })
  en: string;

  @ApiProperty({ type: 'string' })
  th: string;
}

export class RuleEstimateDto {
  @ApiProperty({ type: 'integer', description: 'About so many contacts.' })
  count: number;

  @ApiProperty({ type: 'integer', description: 'The bounds hold in 95 of 100 samples (Wilson).' })
  low: number;

  @ApiProperty({ type: 'integer' })
  high: number;

  @ApiProperty({ type: 'boolean', description: 'Everybody was counted: the bounds are the count.' })
  exact: boolean;

  @ApiProperty({ type: 'integer', description: 'Contacts that were looked at.' })
  sampled: number;

  @ApiProperty({ type: WordsDto })
  sentence: WordsDto;
}

export class KeptDto {
  @ApiProperty({
    type: 'string',
    enum: Object.keys(keepTransitions),
    description: 'kept: exact to the second. While another rule is built the old one serves.',
  })
  state: KeepState;

  @ApiProperty({ type: 'number', minimum: 0, maximum: 1, description: 'Of what is built.' })
  progress: number;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The version whose rule the members answer to; null: nobody is kept yet.',
  })
  version: number | null;

  @ApiProperty({ type: 'integer' })
  members: number;
}

export class MemberDto {
  @ApiProperty({ type: 'string' })
  contactId: string;

  @ApiProperty({ type: 'string', format: 'date-time' })
  since: Date;
}

export class MemberPageDto {
  @ApiProperty({ type: [MemberDto] })
  items: MemberDto[];

  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;

  /** @param rows read with one more than the limit */
  static of(rows: readonly Member[], limit: number): MemberPageDto {
    const placed = rows.map((row) => ({ ...row, id: row.contactId }));
    return toPage(placed, limit, ({ contactId, since }) => ({ contactId, since }));
  }
}

export class SignalDto {
  @ApiProperty({ type: 'string' })
  id: string;

  @ApiProperty({ type: 'string' })
  contactId: string;

  @ApiProperty({ type: 'string', enum: ['entered', 'left'] })
  kind: 'entered' | 'left';

  @ApiProperty({
    type: 'string',
    enum: ['change', 'clock', 'rule'],
    description: 'Something about the contact, the passing of time, or an edit of the rule.',
  })
  cause: 'change' | 'clock' | 'rule';

  @ApiProperty({ type: 'integer', description: "Of the segment's rule." })
  version: number;

  @ApiProperty({ type: 'string', format: 'date-time' })
  at: Date;
}

export class SignalPageDto {
  @ApiProperty({ type: [SignalDto] })
  items: SignalDto[];

  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}
