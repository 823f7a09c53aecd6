/** Codes of mysql2, Node and ioredis that say: the server could not be reached, or went away. */
const codes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR',
  'POOL_CLOSED',
  'ER_SERVER_SHUTDOWN',
  'ER_CON_COUNT_ERROR',
  'ER_CONNECTION_KILLED',
]);

/** Whether the database or Redis could not be reached, so that another try makes sense. */
export function isUnreachable(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  if (thrown.name === 'MaxRetriesPerRequestError') return true;
  const { code, syscall } = thrown as { code?: string; syscall?: string };
  if (code === 'ENOENT') return syscall === 'connect';
  return code !== undefined && codes.has(code);
}
