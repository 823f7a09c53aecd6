import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '#libs/access';

const callers = new WeakMap<FastifyRequest, Principal>();

export const rememberCaller = (request: FastifyRequest, caller: Principal): void => {
  callers.set(request, caller);
};

/** The Principal who calls. On a public route there is none, and asking for it is a mistake. */
export function callerOf(context: ExecutionContext): Principal {
  const caller = callers.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (!caller) throw new Error('A public route has no caller.');
  return caller;
}

export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal =>
  callerOf(context),
);
