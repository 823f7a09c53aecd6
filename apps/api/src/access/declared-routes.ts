import type { FastifyInstance } from 'fastify';
import type { Declaration } from './access.decorator.js';

/** One route of the real router. */
export interface DeclaredRoute {
  method: string;
  /** The pattern: `/v1/users/:id`. */
  url: string;
  access: Declaration | undefined;
}

const routesOf = new WeakMap<FastifyInstance, DeclaredRoute[]>();

/**
 * Records every route as it is registered, and lets the server start only when each declares who
 * may call it. To be called before the first route is registered.
 */
export function requireDeclarations(server: FastifyInstance): void {
  const routes: DeclaredRoute[] = [];
  routesOf.set(server, routes);
  server.addHook('onRoute', ({ method, url, config }) => {
    const { access } = (config ?? {}) as { access?: Declaration };
    for (const one of [method].flat()) routes.push({ method: one, url, access });
  });
  server.addHook('onReady', async () => {
    const silent = routes.filter(({ access }) => !access);
    if (silent.length === 0) return;
    const names = silent.map(({ method, url }) => `${method} ${url}`).join(', ');
    throw new Error(`These routes do not declare who may call them: ${names}.`);
  });
}

/** Every route that the server has. */
export const declaredRoutes = (server: FastifyInstance): readonly DeclaredRoute[] =>
  routesOf.get(server) ?? [];
