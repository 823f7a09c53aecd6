import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import type { StoredRefusal } from '#libs/contacts';

/** As Segment answers. */
export class AcceptedDto {
  @ApiProperty({ type: 'boolean', description: 'It is written down, and will be taken in.' })
  success: true;
}

export class ProjectParam {
  @ApiProperty({ type: 'string', maxLength: 200 })
  @IsString()
  @MaxLength(200)
  writeKey: string;
}

class SegmentIntegrationDto {
  @ApiProperty({ type: 'string', description: 'The write key that was asked with.' })
  apiKey: string;

  @ApiProperty({ type: 'string', example: 'saphan.your.example/v1' })
  apiHost: string;

  @ApiProperty({ type: 'string', enum: ['http', 'https'] })
  protocol: string;
}

class IntegrationsDto {
  @ApiProperty({ type: SegmentIntegrationDto })
  'Segment.io': SegmentIntegrationDto;
}

/** As Segment's settings are, with nothing that is loaded from elsewhere. */
export class ProjectSettingsDto {
  @ApiProperty({ type: IntegrationsDto })
  integrations: IntegrationsDto;
}

/** Holds no value of the message: the place and the code alone. */
export class IntakeRefusalDto {
  @ApiProperty({ type: 'string' })
  id: string;

  @ApiProperty({ type: 'string', format: 'date-time' })
  receivedAt: string;

  @ApiProperty({
    type: 'string',
    description: 'Whose message it was: `key:` and the id of the key.',
  })
  source: string;

  @ApiProperty({ type: 'string', nullable: true })
  type: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  messageId: string | null;

  @ApiProperty({ type: 'string', description: 'JSON Pointer (RFC 6901) into the message.' })
  place: string;

  @ApiProperty({ type: 'string' })
  code: string;

  @ApiProperty({ type: 'boolean', description: 'The message itself is kept in the database.' })
  kept: boolean;

  static of({ receivedAt, ...refusal }: StoredRefusal): IntakeRefusalDto {
    return { ...refusal, receivedAt: receivedAt.toISOString() };
  }
}

export class IntakeRefusalPageDto {
  @ApiProperty({ type: IntakeRefusalDto, isArray: true })
  items: IntakeRefusalDto[];

  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}
