import {
  HttpCode,
  Post,
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
} from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, type ApiBodyOptions } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { maxBatchBytes, type Received } from '#libs/contacts';
import { Access } from '../access/access.decorator.js';
import { callerOf } from '../access/caller.decorator.js';
import { takeBulkBody, type BulkConfig } from '../http/bulk-body.js';
import { AcceptedDto } from './intake.dto.js';

const config: BulkConfig = { bulk: { bodyLimit: maxBatchBytes } };

/** A route of client libraries: POST, a write key, gzip, 200 once it is durable. */
export const IntakeRoute = (path: string, summary: string, body: ApiBodyOptions) =>
  applyDecorators(
    Post(path),
    HttpCode(200),
    Access('events:write', { asWriteKey: true, config }),
    ApiOperation({ summary }),
    ApiBody(body),
    ApiOkResponse({ type: AcceptedDto }),
  );

/** The body with its bytes: what is not known in it is passed over, so no DTO judges it. */
export const OpenBody = createParamDecorator((_: unknown, context: ExecutionContext): Received =>
  takeBulkBody(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** In whose namespace message ids are unique: the key's, or the person's who is signed in. */
export const Source = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { kind, id, userId } = callerOf(context);
  return kind === 'api_key' ? id : `user:${userId}`;
});
