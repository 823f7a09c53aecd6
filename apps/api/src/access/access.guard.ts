import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ApiKeyService, SessionService, type Principal } from '#libs/access';
import { DomainError } from '#libs/kernel';
import { ENV, type Env } from '#libs/platform';
import { anonymousPerMinute, callerPerMinute, declarationOf } from './access.decorator.js';
import { rememberCaller } from './caller.decorator.js';
import { readSessionCookie } from './cookie.js';
import { isLoopback } from './loopback.js';
import { foreignOrigin, isOwnOrigin, isUnsafe, namesOrigin } from './origin.js';
import { RateLimits } from './rate-limits.js';
import { writeKeyOf } from './write-key.js';

const undeclared = () =>
  new DomainError('access.undeclared', 'forbidden', 'This route does not say who may call it.');

const unauthenticated = () =>
  new DomainError(
    'access.unauthenticated',
    'unauthenticated',
    'Log in, or send a valid API key as a bearer token.',
  );

const denied = (scope: string) =>
  new DomainError('access.denied', 'forbidden', `This needs the scope ${scope}.`);

/** Lets nobody through whom the route's own declaration does not name. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly sessions: SessionService,
    private readonly keys: ApiKeyService,
    private readonly limits: RateLimits,
    @Inject(ENV) private readonly env: Env,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const declared = declarationOf(context.getHandler());
    if (!declared) throw undeclared();
    if (declared.kind === 'public') {
      const foreign = namesOrigin(request.headers) && !this.isOwn(request);
      if (declared.ownOriginOnly && foreign) throw foreignOrigin();
      const bucket = `${context.getClass().name}.${context.getHandler().name} ${request.ip}`;
      await this.limits.count(request, bucket, declared.perMinute);
      return true;
    }
    if (declared.kind === 'scope' && declared.orLoopback && isLoopback(request)) return true;
    const asWriteKey = declared.kind === 'scope' && declared.asWriteKey;
    const caller = await this.authenticate(request, asWriteKey);
    if (!caller) {
      await this.limits.count(request, `ip:${request.ip}`, anonymousPerMinute);
      throw unauthenticated();
    }
    if (!asWriteKey) await this.limits.count(request, caller.id, callerPerMinute);
    if (caller.kind === 'session' && isUnsafe(request.method) && !this.isOwn(request))
      throw foreignOrigin();
    if (declared.kind === 'scope' && !caller.scopes.has(declared.scope))
      throw denied(declared.scope);
    rememberCaller(request, caller);
    return true;
  }

  private isOwn({ headers }: FastifyRequest): boolean {
    return isOwnOrigin(headers, this.env.publicUrl);
  }

  /** By key when one is sent, and then by nothing else; by the session's cookie otherwise. */
  private async authenticate(
    request: FastifyRequest,
    asWriteKey: boolean,
  ): Promise<Principal | null> {
    if (asWriteKey) {
      const key = writeKeyOf(request);
      if (key !== undefined) return this.keys.resolveRecent(key);
    }
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
      return token ? this.keys.resolve(token) : null;
    }
    const cookie = readSessionCookie(this.env, request);
    return cookie ? this.sessions.resolve(cookie) : null;
  }
}
