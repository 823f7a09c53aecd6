import type { FastifyRequest } from 'fastify';

/**
 * A key as client libraries send theirs: as the user name of HTTP Basic (RFC 7617) with any
 * password, or, where no header says who calls, as `writeKey` in the body.
 */
export function writeKeyOf({ headers, body }: FastifyRequest): string | undefined {
  const { authorization } = headers;
  if (authorization === undefined) {
    const { writeKey } = (body ?? {}) as { writeKey?: unknown };
    return typeof writeKey === 'string' ? writeKey : undefined;
  }
  const encoded = /^Basic +(\S+)$/i.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  return Buffer.from(encoded, 'base64').toString('latin1').split(':', 1)[0];
}
