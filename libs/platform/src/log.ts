import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { LOGGER } from './tokens.js';

type Fields = Readonly<Record<string, unknown>>;

/** Structured logging for services: an event name, and ids that say where. */
@Injectable()
export class Log {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  info(event: string, fields: Fields = {}): void {
    this.logger.info(fields, event);
  }

  warn(event: string, fields: Fields = {}): void {
    this.logger.warn(fields, event);
  }

  error(event: string, fields: Fields & { error: unknown }): void {
    const { error, ...rest } = fields;
    this.logger.error({ ...rest, err: error }, event);
  }
}
