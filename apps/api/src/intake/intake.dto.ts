import { ApiProperty } from '@nestjs/swagger';

/** As Segment answers. */
export class AcceptedDto {
  @ApiProperty({ type: 'boolean', description: 'It is written down, and will be taken in.' })
  success: true;
}
