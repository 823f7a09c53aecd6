import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { WebhookRequest } from '#libs/responses';
import { takeBulkBody } from '../http/bulk-body.js';

/** The request with its bytes, over which the signature goes; no DTO judges what others may add to. */
export const Signed = createParamDecorator(
  (_: unknown, context: ExecutionContext): WebhookRequest => {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const header = (name: string): string => {
      const value = request.headers[name];
      return typeof value === 'string' ? value : '';
    };
    return { ...takeBulkBody(request), header };
  },
);
