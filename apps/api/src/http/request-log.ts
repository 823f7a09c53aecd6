import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Log, Metrics } from '#libs/platform';

const header = 'x-request-id';
const acceptable = /^[A-Za-z0-9._-]{8,64}$/;

/** The id a proxy gave, when it is harmless; else a new one. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers[header];
  return typeof given === 'string' && acceptable.test(given) ? given : randomUUID();
}

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * One log line and one observation a request, by the route's pattern: the address itself may hold
 * tokens and search words, and is never written down.
 */
export function observeRequests(server: FastifyInstance, log: Log, metrics: Metrics): void {
  const seconds = metrics.histogram(
    'saphan_http_request_seconds',
    'Time from a request to the end of its answer.',
    buckets,
    ['method', 'route', 'status'],
  );
  server.addHook('onRequest', async (request, reply) => {
    reply.header(header, request.id);
  });
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const ms = reply.elapsedTime;
    const status = reply.statusCode;
    seconds.observe({ method: request.method, route, status: String(status) }, ms / 1000);
    log.info('http.request', {
      method: request.method,
      route,
      status,
      ms: Math.round(ms * 10) / 10,
      requestId: request.id,
    });
  });
}
