import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionLifetimeSeconds } from '#libs/access';
import type { Env } from '#libs/platform';

const secure = (env: Env): boolean => env.publicUrl.startsWith('https://');

/** With the prefix, a browser takes the cookie only over TLS and from this very host (RFC 6265bis). */
export const sessionCookieName = (env: Env): string =>
  secure(env) ? '__Host-saphan_session' : 'saphan_session';

const attributes = (env: Env) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: secure(env) }) as const;

export const readSessionCookie = (env: Env, request: FastifyRequest): string | undefined =>
  request.cookies[sessionCookieName(env)];

export function setSessionCookie(env: Env, reply: FastifyReply, token: string): void {
  reply.setCookie(sessionCookieName(env), token, {
    ...attributes(env),
    maxAge: sessionLifetimeSeconds,
  });
}

export function clearSessionCookie(env: Env, reply: FastifyReply): void {
  reply.clearCookie(sessionCookieName(env), attributes(env));
}
