import type { FastifyInstance } from 'fastify';

/** In a route's config: scripts of any page may call it and read the answer. */
export interface AnyPageConfig {
  anyPage: true;
}

/** What a page may send with it, and for how long its browser remembers that, seconds. */
const preflight = {
  'Access-Control-Allow-Methods': 'POST',
  'Access-Control-Allow-Headers': 'Authorization, Content-Encoding, Content-Type, X-Retry-Count',
  'Access-Control-Max-Age': '86400',
};

/**
 * Answers browsers for such routes as CORS has it (https://fetch.spec.whatwg.org/#http-cors-protocol).
 * Cookies are never allowed: who calls is told by a key that the page itself sends. To be called before
 * the first route is registered.
 */
export function openToAnyPage(server: FastifyInstance): void {
  server.addHook('onRequest', async ({ method, routeOptions }, reply) => {
    if (!(routeOptions.config as Partial<AnyPageConfig>).anyPage) return;
    reply.header('Access-Control-Allow-Origin', '*');
    reply.header('Access-Control-Expose-Headers', 'Retry-After, X-Request-Id');
    if (method === 'OPTIONS') reply.headers(preflight);
  });
}
