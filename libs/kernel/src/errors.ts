/**
 * What sort of failure it is. The API maps each kind to one HTTP status; a lib never names a status.
 */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'unsupported'
  | 'overloaded'
  | 'unavailable';

/** One thing that is wrong, and where. */
export interface ErrorPlace {
  /** JSON Pointer (RFC 6901) into the request body, or a place such as `th.mjml:12`. */
  place: string;
  /** Stable, dotted, lower case: `rule.unknown_field`. */
  code: string;
  /** English sentence for people. */
  message: string;
}

/**
 * A failure that the caller can act upon. Its code is part of the public contract: it never changes
 * and is never reused.
 */
export class DomainError extends Error {
  constructor(
    readonly code: string,
    readonly kind: ErrorKind,
    message: string,
    readonly places: readonly ErrorPlace[] = [],
    /** Seconds after which another try makes sense; becomes Retry-After. */
    readonly retryAfter?: number,
  ) {
    super(message);
    this.name = 'DomainError';
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
