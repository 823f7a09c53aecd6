import { ApiProperty } from '@nestjs/swagger';
import type { JsonObject } from '#libs/kernel';
import type { Replay } from '#libs/campaigns';
import type { DeadLetter } from '#libs/platform';

export class DeadLetterDto implements DeadLetter {
  @ApiProperty({ type: 'string' })
  id: string;

  @ApiProperty({ type: 'string', description: 'The job, or `delivery`.', example: 'delivery' })
  source: string;

  @ApiProperty({ type: 'string', description: 'The job’s id, or the delivery’s.' })
  subject: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Masked.' })
  payload: JsonObject;

  @ApiProperty({ type: 'string', description: 'Why it failed last, masked.' })
  why: string;

  @ApiProperty({ type: 'integer' })
  failures: number;

  @ApiProperty({ type: 'string', format: 'date-time' })
  firstAt: Date;

  @ApiProperty({ type: 'string', format: 'date-time' })
  lastAt: Date;
}

export class DeadLetterPageDto {
  @ApiProperty({ type: [DeadLetterDto] })
  items: DeadLetterDto[];

  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}

export class ReplayedDto implements Replay {
  @ApiProperty({ type: 'integer', description: 'How many are tried once more.' })
  replayed: number;

  @ApiProperty({
    type: 'integer',
    description: 'How many can never be sent, and were taken off the list.',
  })
  forgotten: number;
}
