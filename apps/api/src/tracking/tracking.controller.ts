import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TrackingService, UnsubscribeService, type Visitor } from '#libs/responses';
import { Public } from '../access/access.decorator.js';
import { invalidLinkPage, unsubscribePage } from './unsubscribe-page.js';

/** A transparent GIF of one pixel. */
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

const recipients = 'Recipients of messages come here; the signed token says which message';

function visitorOf({ method, headers }: FastifyRequest): Visitor {
  const purpose = headers['sec-purpose'] ?? headers.purpose ?? headers['x-moz'];
  return {
    method,
    userAgent: headers['user-agent'] ?? null,
    purpose: typeof purpose === 'string' ? purpose : null,
  };
}

/** What the links in messages lead to. */
@ApiExcludeController()
@Controller()
export class TrackingController {
  constructor(
    private readonly tracking: TrackingService,
    private readonly unsubscribes: UnsubscribeService,
  ) {}

  @Get('t/o/:token')
  @Public(recipients, { perMinute: Infinity })
  async open(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.tracking.open(token.replace(/\.gif$/, ''), visitorOf(request));
    // Webmail shows it in pages of its own origin.
    reply.header('cross-origin-resource-policy', 'cross-origin');
    await reply.type('image/gif').send(pixel);
  }

  @Get('t/c/:token')
  @Public(recipients, { perMinute: Infinity })
  async click(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const target = await this.tracking.click(token, visitorOf(request));
    if (!target) return html(reply, 404, invalidLinkPage());
    await reply.redirect(target, 302);
  }

  /** Shows, and changes nothing: mail scanners follow this link. */
  @Get('u/:token')
  @Public(recipients, { perMinute: Infinity })
  async ask(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const view = await this.unsubscribes.view(token);
    await html(reply, view ? 200 : 404, view ? unsubscribePage(view) : invalidLinkPage());
  }

  /** The button of the page, and the one click of a mail program (RFC 8058): no login, no redirect. */
  @Post('u/:token')
  @Public(recipients, { perMinute: Infinity })
  async leave(
    @Param('token') token: string,
    @Req() { body }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const byPage = (body as { by?: unknown } | null | undefined)?.by === 'page';
    const view = await this.unsubscribes.unsubscribe(token, byPage ? 'page' : 'one_click');
    await html(reply, view ? 200 : 404, view ? unsubscribePage(view) : invalidLinkPage());
  }
}

async function html(reply: FastifyReply, status: number, page: string): Promise<void> {
  await reply.status(status).type('text/html; charset=utf-8').send(page);
}
