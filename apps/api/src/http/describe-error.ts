/** A failure as it may be logged. */
export interface LoggedError {
  name: string;
  message?: string;
  code?: string;
  errno?: number;
  stack: string[];
}

/**
 * What a log line may hold of an error. The database's errors quote values ("Duplicate entry
 * 'somebody@…'") and carry parameters, so of those only the number and the place are kept.
 */
export function describeError(thrown: unknown): LoggedError {
  if (!(thrown instanceof Error)) return { name: typeof thrown, stack: [] };
  const { code, errno, sql } = thrown as { code?: string; errno?: number; sql?: unknown };
  const fromDatabase = sql !== undefined || thrown.name === 'QueryFailedError';
  return {
    name: thrown.name,
    ...(fromDatabase ? {} : { message: thrown.message }),
    code,
    errno,
    stack: (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)),
  };
}
