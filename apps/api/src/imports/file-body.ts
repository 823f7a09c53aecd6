import { Readable } from 'node:stream';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/kernel';

/** Media types whose bodies are handed on as a stream, whatever their length. */
export const fileTypes = ['text/csv', 'application/octet-stream'];

/** Makes the server hand such bodies on unread. */
export function streamFileBodies(server: FastifyInstance): void {
  for (const type of fileTypes)
    if (!server.hasContentTypeParser(type))
      server.addContentTypeParser(type, (_, payload, done) => done(null, payload));
}

/**
 * The body as a stream of bytes. When its reader stops early the connection is kept, so that the
 * caller hears why.
 */
export const FileBody = createParamDecorator(
  (_: unknown, context: ExecutionContext): AsyncIterable<Uint8Array> => {
    const { body } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!(body instanceof Readable))
      throw new DomainError(
        'request.unsupported_media_type',
        'unsupported',
        `The file is sent as it is, as ${fileTypes.join(' or ')}.`,
      );
    return body.iterator({ destroyOnReturn: false });
  },
);
