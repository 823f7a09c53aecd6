import type { FastifyReply, FastifyRequest } from 'fastify';
import { failureOf, problemOf, type Failure } from './problem.js';

/**
 * Answers whatever was thrown as application/problem+json (RFC 9457).
 * @returns what was answered, so that the caller can log it.
 */
export function answerProblem(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Failure {
  const failure = failureOf(thrown);
  if (reply.sent) return failure;
  if (failure.status === 401) reply.header('WWW-Authenticate', 'Bearer realm="saphan"');
  if (failure.retryAfter !== undefined) reply.header('Retry-After', String(failure.retryAfter));
  void reply
    .status(failure.status)
    .type('application/problem+json; charset=utf-8')
    .header('Cache-Control', 'no-store')
    .header('X-Request-Id', request.id)
    .send(JSON.stringify(problemOf(failure, request.id)));
  return failure;
}
