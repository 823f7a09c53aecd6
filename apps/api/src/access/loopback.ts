import type { FastifyRequest } from 'fastify';

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/**
 * Whether the caller runs on this machine. What a proxy on this machine passes on for somebody else
 * does not count.
 */
export function isLoopback({ socket, headers }: FastifyRequest): boolean {
  const forwarded = headers.forwarded ?? headers['x-forwarded-for'] ?? headers['x-real-ip'];
  return forwarded === undefined && loopback.has(socket.remoteAddress ?? '');
}
