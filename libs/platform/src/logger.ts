import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import { messageOf } from '#libs/kernel';

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
 * An error without the values it speaks of: a database error quotes them ("Duplicate entry …"), and
 * carries the whole statement with them in.
 */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return { message: messageOf(error) };
  const { name, message, stack } = error;
  const { code, errno } = error as { code?: unknown; errno?: unknown };
  return {
    type: name,
    code,
    errno,
    message: errno === undefined ? message : message.replace(/'[^']*'/g, "'…'"),
    stack: stack
      ?.split('\n')
      .filter((line) => line.startsWith('    at '))
      .slice(0, 12),
  };
}

/**
 * JSON lines on standard output. Rows are named by campaign, delivery and attempt; people never are:
 * what stands under a name of `redacted` is left out, one level down too.
 */
export function createLogger(app: string, level: string): Logger {
  return pino({
    level,
    base: { app, pid: process.pid },
    redact: { paths: redacted.flatMap((key) => [key, `*.${key}`]), censor: '[redacted]' },
    serializers: { err: describe },
    formatters: { level: (label) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
  });
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
    this.logger.error({ context, stack }, String(message));
  }
}
