import { messageOf } from '#libs/kernel';

/** A failure as it may be logged. */
export interface LoggedError {
  name: string;
  message?: string;
  code?: string;
  errno?: number;
  stack?: string[];
}

/** Calls that are worth a log line. */
const maxCalls = 12;

/** The calls of a stack alone: its head repeats the message. */
export const callsOf = (stack = ''): string[] =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, maxCalls);

/**
 * What a log line may hold of anything that was thrown. The database's errors quote values
 * ("Duplicate entry 'somebody@…'") and carry the whole statement with its parameters: of those only
 * the codes and the place are kept.
 */
export function describeError(thrown: unknown): LoggedError {
  if (!(thrown instanceof Error)) return { name: typeof thrown, message: messageOf(thrown) };
  const { name, message, stack } = thrown;
  const { code, errno, sql } = thrown as { code?: string; errno?: number; sql?: unknown };
  const fromDatabase = sql !== undefined || name === 'QueryFailedError';
  return { name, ...(!fromDatabase && { message }), code, errno, stack: callsOf(stack) };
}
