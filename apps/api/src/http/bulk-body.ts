import { createGunzip } from 'node:zlib';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/kernel';

/** In a route's config: its bodies may come gzipped, and are kept as they came beside what was parsed. */
export interface BulkConfig {
  bulk: {
    /** Bytes that a body may have, unzipped. */
    bodyLimit: number;
  };
}

const bulkOf = (config: unknown): BulkConfig['bulk'] | undefined =>
  (config as Partial<BulkConfig> | undefined)?.bulk;

/** Lets such routes take what they say. To be called before the first route is registered. */
export function takeBulkBodies(server: FastifyInstance): void {
  server.addHook('onRoute', (route) => {
    const bulk = bulkOf(route.config);
    if (!bulk) return;
    route.bodyLimit = bulk.bodyLimit;
    route.preParsing = async (request, _reply, payload) => inflated(request, payload);
  });
}

/**
 * Fastify counts the bytes that come out of it against the route's limit and stops listening beyond;
 * what is not read is not unzipped either.
 */
function inflated({ headers, raw }: FastifyRequest, payload: NodeJS.ReadableStream) {
  const encoding = headers['content-encoding']?.toLowerCase() ?? 'identity';
  if (encoding === 'identity') return payload;
  if (encoding !== 'gzip')
    throw new DomainError(
      'request.unsupported_encoding',
      'unsupported',
      'A body is sent as it is, or with Content-Encoding: gzip.',
    );
  const gunzip = Object.assign(createGunzip(), { receivedEncodedLength: 0 });
  payload.on('data', (chunk: Buffer) => {
    gunzip.receivedEncodedLength += chunk.length;
  });
  payload.on('error', (error: Error) => gunzip.destroy(error));
  raw.once('close', () => gunzip.destroy());
  return payload.pipe(gunzip);
}

const bytesOf = new WeakMap<FastifyRequest, Buffer>();
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Keeps the bytes of a body that is being parsed. @returns whether its route says so. */
export function keepBulkBody(request: FastifyRequest, body: Buffer): boolean {
  if (!bulkOf(request.routeOptions.config)) return false;
  const marked = body.subarray(0, 3).equals(byteOrderMark);
  bytesOf.set(request, marked ? body.subarray(3) : body);
  return true;
}

/** Hands the body over: its bytes, and what was parsed, which the request forgets. */
export function takeBulkBody(request: FastifyRequest): { bytes: Buffer; json: unknown } {
  const { body } = request;
  request.body = undefined;
  return { bytes: bytesOf.get(request) ?? Buffer.alloc(0), json: body };
}
