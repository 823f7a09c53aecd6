import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Health } from '#libs/platform';
import { Public } from '../access/access.decorator.js';
import { LivenessDto, ReadinessDto } from './health.dto.js';

@ApiTags('platform')
@Controller('health')
export class HealthController {
  constructor(private readonly health: Health) {}

  @Get('live')
  @Public('Supervisors ask it, and it tells nothing', { perMinute: Infinity })
  @ApiOperation({ summary: 'Whether the process runs. It asks no other server.' })
  @ApiOkResponse({ type: LivenessDto })
  live(): LivenessDto {
    return { live: true };
  }

  @Get('ready')
  @Public('Load balancers ask it; only up and down are told')
  @ApiOperation({ summary: 'Whether the process can work: database, Redis and migrations.' })
  @ApiOkResponse({ type: ReadinessDto })
  @ApiResponse({ status: 503, type: ReadinessDto, description: 'Something it needs is away.' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessDto> {
    const { ready, checks, notes } = await this.health.readiness();
    reply.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    return {
      ready,
      database: checks.database!.state,
      redis: checks.redis!.state,
      migrations: checks.migrations!.state,
      sending: (notes.sending ?? 'unknown') as ReadinessDto['sending'],
    };
  }
}
