import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

/** RFC 8058 section 3.1: the body is one field, in either form encoding. */
const limit = 16 * 1024;

/**
 * Lets a mail program post its one click as multipart/form-data. The field says nothing that the
 * address does not, so it is read to its end and left at that.
 */
@Injectable()
export class OneClickBody implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter?.getInstance<FastifyInstance>();
    server?.addContentTypeParser(
      /^multipart\/form-data/,
      { parseAs: 'buffer', bodyLimit: limit },
      (_request, _body, done) => done(null, undefined),
    );
  }
}
