import { ApiProperty } from '@nestjs/swagger';
import { ArrayNotEmpty, ArrayUnique, IsIn } from 'class-validator';
import {
  resendKinds,
  type BounceSuppression,
  type Resendable,
  type ResendKind,
} from '#libs/messaging';
import { HoldDto } from './sending.dto.js';

export class ResendableDto implements Resendable {
  @ApiProperty({ type: 'integer', description: 'Refused for the time being, for days.' })
  expired: number;

  @ApiProperty({ type: 'integer', description: 'Refused for a reason that passes, or unknown.' })
  refused: number;

  @ApiProperty({ type: 'integer', description: 'Refused for our sake, such as by a blocklist.' })
  blocked: number;

  @ApiProperty({ type: 'integer', description: 'Could not be made into a message.' })
  unrenderable: number;

  @ApiProperty({ type: 'integer', description: 'May have arrived: it may come twice.' })
  held: number;

  @ApiProperty({ type: 'integer', description: 'Nobody’s, but the suppression was taken back.' })
  lifted: number;
}

export class ResendDto extends HoldDto {
  @ApiProperty({ enum: resendKinds, isArray: true })
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(resendKinds, { each: true })
  kinds: ResendKind[];
}

export class ResentDto {
  @ApiProperty({ type: 'integer', description: 'Deliveries that are due again.' })
  resent: number;
}

export class BounceSuppressionDto implements BounceSuppression {
  @ApiProperty({ type: 'string', description: 'The delivery.' })
  id: string;

  @ApiProperty({ type: 'string' })
  contactId: string;

  @ApiProperty({ type: 'string', example: 'no_such_user' })
  rule: string;

  @ApiProperty({ type: 'integer', nullable: true })
  code: number | null;

  @ApiProperty({ type: 'string', nullable: true })
  status: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'The server’s words.' })
  diagnostic: string | null;

  @ApiProperty({ type: 'string', format: 'date-time' })
  at: Date;
}

export class BounceSuppressionPageDto {
  @ApiProperty({ type: [BounceSuppressionDto] })
  items: BounceSuppressionDto[];

  @ApiProperty({ type: 'string', nullable: true })
  next: string | null;
}

export class LiftedDto {
  @ApiProperty({ type: 'integer', description: 'Addresses that may be written to again.' })
  lifted: number;
}
