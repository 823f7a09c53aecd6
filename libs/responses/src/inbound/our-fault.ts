import { DomainError } from '#libs/kernel';

/** What the database says of values that it will never take. */
const badValues = new Set([
  'ER_DATA_TOO_LONG',
  'ER_NET_PACKET_TOO_LARGE',
  'ER_TRUNCATED_WRONG_VALUE',
  'ER_TRUNCATED_WRONG_VALUE_FOR_FIELD',
  'ER_WARN_DATA_OUT_OF_RANGE',
]);

/**
 * Whether trying again would end the same way: a fault of the program, or a value that the database never
 * takes. Whatever else goes wrong may be well in a minute.
 */
export function isOurFault(error: unknown): boolean {
  if (error instanceof DomainError) return true;
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code !== 'string' || badValues.has(code);
}
