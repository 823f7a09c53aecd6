import { ApiProperty } from '@nestjs/swagger';

const states = ['up', 'down'] as const;
const sendings = ['open', 'held', 'unknown'] as const;
type State = (typeof states)[number];

export class LivenessDto {
  @ApiProperty({ type: 'boolean' })
  live: boolean;
}

export class ReadinessDto {
  @ApiProperty({ type: 'boolean' })
  ready: boolean;

  @ApiProperty({ type: 'string', enum: states })
  database: State;

  @ApiProperty({ type: 'string', enum: states })
  redis: State;

  @ApiProperty({ type: 'string', enum: states, description: 'Down until the newest has run.' })
  migrations: State;

  @ApiProperty({
    type: 'string',
    enum: sendings,
    description: 'Whether messages may be sent at all. It makes nobody less ready.',
  })
  sending: (typeof sendings)[number];
}
