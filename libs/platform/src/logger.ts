import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';
import { callsOf, describeError } from './describe-error.js';

/** Keys under which personal data or secrets could slip into a log line. */
const redacted = [
  'email',
  'phone',
  'to',
  'address',
  'password',
  'token',
  'cookie',
  'authorization',
];

/**
 * JSON lines on standard output. Rows are named by campaign, delivery and attempt; people never are:
 * what stands under a name of `redacted` is left out, one level down too.
 */
export function createLogger(app: string, level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { app, pid: process.pid },
    redact: { paths: redacted.flatMap((key) => [key, `*.${key}`]), censor: '[redacted]' },
    serializers: { err: describeError },
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return pino(options, destination);
}

/** Nest's log lines, in the same shape. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.logger.warn({ context }, String(message));
  }

  error(message: unknown, stack?: string, context?: string): void {
    this.logger.error({ context, stack: callsOf(stack) }, String(message));
  }
}
