import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ENV, LOGGER, Log, Metrics, NestLogger, type Env } from '#libs/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { AccessGuard } from './access/access.guard.js';
import { requireDeclarations } from './access/declared-routes.js';
import { describeApi } from './docs/document.js';
import { Docs } from './docs/docs.js';
import { answerProblem } from './http/answer.js';
import { openToAnyPage } from './http/any-page.js';
import { keepBulkBody, takeBulkBodies } from './http/bulk-body.js';
import { ProblemFilter } from './http/problem.filter.js';
import { observeRequests, requestIdOf } from './http/request-log.js';
import { RequestValidationPipe } from './http/validation.pipe.js';

/** Bytes of a body that is read whole; uploads are streamed and have limits of their own. */
const bodyLimit = 4 * 1024 * 1024;

/** The HTTP server. A proxy on this machine is believed about the address it passes on. */
export function createAdapter(): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit,
    trustProxy: 'loopback',
    genReqId: requestIdOf,
    requestTimeout: 300_000,
    // Links in messages carry signed tokens.
    routerOptions: { maxParamLength: 500 },
    // What the router itself refuses never reaches the filter.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      answerProblem(error, request, reply);
    },
  });
  readJson(adapter);
  return adapter;
}

/**
 * JSON as Fastify reads it, but for this: clients that say JSON and send nothing mean no body; and
 * where bodies come in bulk they may say that they are text, as browsers do that would ask first otherwise.
 */
function readJson(adapter: FastifyAdapter): void {
  const parse = adapter.getInstance().getDefaultJsonParser('error', 'error');
  adapter.useBodyParser('application/json', false, { bodyLimit }, (request, body, done) => {
    if (body.length === 0) return done(null);
    keepBulkBody(request, body);
    return parse(request, body.toString(), done);
  });
  adapter.useBodyParser('text/plain', false, { bodyLimit }, (request, body, done) => {
    if (!keepBulkBody(request, body)) return done(null, body.toString());
    return parse(request, body.toString(), done);
  });
}

/** Everything that main, the tests and the generator of the documentation share. */
export async function configure(app: NestFastifyApplication): Promise<void> {
  const env = app.get<Env>(ENV);
  const log = app.get(Log);
  app.useLogger(new NestLogger(app.get<Logger>(LOGGER)));
  app.useGlobalGuards(app.get(AccessGuard));
  app.useGlobalPipes(new RequestValidationPipe());
  app.useGlobalFilters(new ProblemFilter(log));

  const server = app.getHttpAdapter().getInstance();
  requireDeclarations(server);
  takeBulkBodies(server);
  openToAnyPage(server);
  observeRequests(server, log, app.get(Metrics));
  // Answers are about people: nothing between us and the caller keeps them, unless a route says so.
  server.addHook('onRequest', async (_, reply) => {
    reply.header('Cache-Control', 'no-store');
  });
  await app.register(helmet, helmetOptions(env));
  await app.register(cookie);
  await app.register(rateLimit, { global: false });

  await app.init();
  app.get(Docs).json = JSON.stringify(describeApi(app));
}

/** Everything from this origin. Styles may be inline: Swagger UI and rendered mails need it. */
const helmetOptions = (env: Env) => {
  const tls = env.publicUrl.startsWith('https://');
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        ...(tls ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: tls,
    xFrameOptions: { action: 'deny' as const },
  };
};
