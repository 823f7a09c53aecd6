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

/** How long the rest of a refused body is read on, so that the caller gets to the answer. */
const drainMs = 10_000;

async function* bytesOf(body: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  } finally {
    if (!body.readableEnded && !body.destroyed) {
      body.resume();
      const limit = setTimeout(() => body.destroy(), drainMs);
      body.once('close', () => clearTimeout(limit));
    }
  }
}

/**
 * The body as a stream of bytes. When its reader stops early the rest is thrown away, not the
 * connection: the caller hears why.
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
    return bytesOf(body);
  },
);
