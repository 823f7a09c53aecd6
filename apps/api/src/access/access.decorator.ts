import { SetMetadata, applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension, ApiSecurity } from '@nestjs/swagger';
import type { Scope } from '#libs/access';

/** Requests a minute from one address that nobody vouches for. */
export const anonymousPerMinute = 600;
/** Requests a minute of one session or key. */
export const callerPerMinute = 6000;

/** Who may call a route. Every route declares exactly one of these. */
export type Declaration =
  | { kind: 'scope'; scope: Scope; orLoopback: boolean; asWriteKey: boolean }
  | { kind: 'signed_in' }
  | { kind: 'public'; why: string; perMinute: number; ownOriginOnly: boolean };

const key = 'saphan:access';

/**
 * Kept twice: in Nest's metadata, where the guard reads it, and in Fastify's route, where a walk
 * over the real router finds it.
 */
const declare = (declaration: Declaration, config: object = {}): MethodDecorator =>
  applyDecorators(
    SetMetadata(key, declaration),
    RouteConfig({ ...config, access: declaration }),
    ...documented(declaration),
  );

function documented(declaration: Declaration): MethodDecorator[] {
  switch (declaration.kind) {
    case 'public':
      return [ApiExtension('x-scope', null)];
    case 'signed_in':
      return [ApiExtension('x-scope', 'signed-in'), ApiSecurity('session'), ApiSecurity('key')];
    case 'scope':
      return [
        ApiExtension('x-scope', declaration.scope),
        ApiSecurity('session'),
        ApiSecurity('key'),
        ...(declaration.asWriteKey ? [ApiSecurity('writeKey')] : []),
      ];
  }
}

/**
 * Callers who hold the scope.
 * @param options.orLoopback also anybody on this machine.
 * @param options.asWriteKey the key may also come as client libraries send theirs: as the user name of
 *   HTTP Basic, or in the body. It is looked up every few seconds only, and its requests are not
 *   counted: whoever answers says when there are too many.
 */
export const Access = (
  scope: Scope,
  { orLoopback = false, asWriteKey = false, config }: AccessOptions = {},
): MethodDecorator => declare({ kind: 'scope', scope, orLoopback, asWriteKey }, config);

interface AccessOptions {
  orLoopback?: boolean;
  asWriteKey?: boolean;
  /** What else Fastify's route is configured with. */
  config?: object;
}

/** Anybody who is signed in, whatever their role: for what concerns only themselves. */
export const SignedIn = (): MethodDecorator => declare({ kind: 'signed_in' });

/**
 * Everybody, for the reason given.
 * @param options.perMinute requests from one address; Infinity for none counted.
 * @param options.ownOriginOnly refuses requests that a page of another origin sends.
 */
export const Public = (
  why: string,
  { perMinute = anonymousPerMinute, ownOriginOnly = false, config }: PublicOptions = {},
): MethodDecorator => declare({ kind: 'public', why, perMinute, ownOriginOnly }, config);

interface PublicOptions extends Pick<AccessOptions, 'config'> {
  perMinute?: number;
  ownOriginOnly?: boolean;
}

/** What a handler declares; undefined when it declares nothing. */
export const declarationOf = (handler: object): Declaration | undefined =>
  Reflect.getMetadata(key, handler) as Declaration | undefined;
