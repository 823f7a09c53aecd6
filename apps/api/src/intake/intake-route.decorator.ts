import {
  HttpCode,
  Post,
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
} from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, type ApiBodyOptions } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { maxBatchBytes, messageTypes, type Received } from '#libs/contacts';
import { Access } from '../access/access.decorator.js';
import { callerOf } from '../access/caller.decorator.js';
import type { AnyPageConfig } from '../http/any-page.js';
import { takeBulkBody, type BulkConfig } from '../http/bulk-body.js';
import { AcceptedDto } from './intake.dto.js';

const config: BulkConfig & AnyPageConfig = {
  bulk: { bodyLimit: maxBatchBytes },
  anyPage: true,
};

/** The calls that the library for browsers makes by their first letters. */
const lettered = [...messageTypes, 'batch'] as const;

type IntakeCall = (typeof lettered)[number] | 'import';

const pathsOf = (call: IntakeCall): string[] =>
  call === 'import' ? [call] : [call, call.slice(0, 1)];

/** Where client libraries send to. */
export const intakePaths = [...lettered, 'import' as const].flatMap(pathsOf);

/** A route of client libraries: POST, a write key, gzip, 200 once it is durable. */
export const IntakeRoute = (call: IntakeCall, summary: string, body: ApiBodyOptions) =>
  applyDecorators(
    Post(pathsOf(call)),
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
