import { Controller, Get, Header, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DomainError } from '#libs/kernel';
import { Public } from '../access/access.decorator.js';
import { Docs } from './docs.js';
import { docsPage, docsScript } from './page.js';

const why = 'The description of the API is no secret';

/** The API's description, for people and for programs. Everything comes from this server. */
@ApiExcludeController()
@Controller('docs')
export class DocsController {
  constructor(private readonly docs: Docs) {}

  @Get()
  @Public(why)
  @Header('Content-Type', 'text/html; charset=utf-8')
  page(): string {
    return docsPage;
  }

  @Get('start.js')
  @Public(why)
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  script(): string {
    return docsScript;
  }

  @Get('openapi.json')
  @Public(why)
  @Header('Content-Type', 'application/json; charset=utf-8')
  document(): string {
    return this.docs.json;
  }

  @Get('assets/:file')
  @Public(why)
  async asset(
    @Param('file') file: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const asset = await this.docs.asset(file);
    if (!asset) throw new DomainError('request.no_route', 'not_found', 'There is nothing here.');
    reply.type(asset.type).header('Cache-Control', 'public, max-age=86400');
    return asset.body;
  }
}
