import { Controller, Get, HttpCode, Inject, Options, Param } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ENV, type Env } from '#libs/platform';
import { Public } from '../access/access.decorator.js';
import type { AnyPageConfig } from '../http/any-page.js';
import { intakePaths } from './intake-route.decorator.js';
import { ProjectParam, ProjectSettingsDto } from './intake.dto.js';

const config: AnyPageConfig = { anyPage: true };

/** What Segment's library for browsers asks for beside delivering: https://github.com/segmentio/analytics-next */
@ApiTags('intake')
@Controller('v1')
export class BrowserController {
  constructor(@Inject(ENV) private readonly env: Env) {}

  @Get('projects/:writeKey/settings')
  @Public('A browser asks where to send what it tells. The same for every key.', { config })
  @ApiOperation({ summary: 'Where the library for browsers sends to.' })
  @ApiOkResponse({ type: ProjectSettingsDto })
  settings(@Param() { writeKey }: ProjectParam): ProjectSettingsDto {
    const { protocol, host, pathname } = new URL(this.env.publicUrl);
    return {
      integrations: {
        'Segment.io': {
          apiKey: writeKey,
          apiHost: `${host}${pathname.replace(/\/$/, '')}/v1`,
          protocol: protocol.slice(0, -1),
        },
      },
    };
  }

  @Options(intakePaths)
  @HttpCode(204)
  @Public('A browser asks whether a page may send to intake, before it sends.', {
    perMinute: Infinity,
    config,
  })
  @ApiExcludeEndpoint()
  preflight(): void {}
}
