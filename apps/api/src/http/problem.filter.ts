import { Catch, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Log } from '#libs/platform';
import { answerProblem } from './answer.js';

/** Answers what handlers, guards and pipes throw, and logs what nobody foresaw. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const { status, code } = answerProblem(thrown, request, http.getResponse<FastifyReply>());
    if (status >= 500)
      this.log.error('http.failed', { requestId: request.id, code, error: thrown });
  }
}
