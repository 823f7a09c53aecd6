import { ApiProperty } from '@nestjs/swagger';

export class WebhookTakenDto {
  @ApiProperty({ type: 'integer', description: 'Events that concerned a delivery of ours.' })
  taken: number;
}
