import { ApiProperty } from '@nestjs/swagger';

const states = ['up', 'down'] as const;
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
}
