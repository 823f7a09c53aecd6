import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LoginService, SessionService, UserService, scopesOf, type Principal } from '#libs/access';
import { ENV, type Env } from '#libs/platform';
import { Public, SignedIn } from './access.decorator.js';
import { Caller } from './caller.decorator.js';
import { clearSessionCookie, readSessionCookie, setSessionCookie } from './cookie.js';
import { LoginDto, SessionDto } from './session.dto.js';

@ApiTags('access')
@Controller('v1/session')
export class SessionController {
  constructor(
    private readonly logins: LoginService,
    private readonly sessions: SessionService,
    private readonly users: UserService,
    @Inject(ENV) private readonly env: Env,
  ) {}

  @Post()
  @Public('Nobody is logged in yet', { perMinute: 30, ownOriginOnly: true })
  @ApiOperation({ summary: 'Log in. The session comes as an HttpOnly cookie.' })
  @ApiCreatedResponse({ type: SessionDto })
  async login(
    @Body() { email, password }: LoginDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionDto> {
    const { id, name, role } = await this.logins.check(email, password);
    const token = await this.sessions.open(id, readSessionCookie(this.env, request));
    setSessionCookie(this.env, reply, token);
    return { userId: id, name, role, kind: 'session', scopes: [...scopesOf(role)] };
  }

  @Get()
  @SignedIn()
  @ApiOperation({ summary: 'Who the caller is, and what they may do.' })
  @ApiOkResponse({ type: SessionDto })
  async whoAmI(@Caller() { userId, role, kind, scopes }: Principal): Promise<SessionDto> {
    const { name } = await this.users.get(userId);
    return { userId, name, role, kind, scopes: [...scopes] };
  }

  @Delete()
  @HttpCode(204)
  @SignedIn()
  @ApiOperation({ summary: 'Log out.' })
  @ApiNoContentResponse()
  async logout(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const token = readSessionCookie(this.env, request);
    if (token) await this.sessions.close(token);
    clearSessionCookie(this.env, reply);
  }
}
