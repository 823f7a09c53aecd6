import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { DomainError, type ErrorKind, type ErrorPlace } from '#libs/kernel';
import { isUnreachable } from './unreachable.js';

const statusOf: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  overloaded: 429,
  unavailable: 503,
};

/** The body of every failed answer: RFC 9457, with our stable `code` and the places. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  requestId: string;
  errors: readonly ErrorPlace[];
}

/** Fastify's own refusals, by its codes and, where it has none, by the status. */
const byFastifyCode: Readonly<Record<string, () => DomainError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => tooLarge(),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => unsupported(),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => malformed('The Content-Length does not fit the body.'),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => malformedJson(),
  FST_ERR_CTP_INVALID_JSON_BODY: () => malformedJson(),
};

const tooLarge = () => new DomainError('request.too_large', 'too_large', 'The body is too large.');
const unsupported = () =>
  new DomainError('request.unsupported_media_type', 'unsupported', 'Send application/json.');
const malformedJson = () =>
  new DomainError('request.malformed_json', 'invalid', 'The body is not valid JSON.');
const malformed = (message: string) => new DomainError('request.malformed', 'invalid', message);
const noRoute = () => new DomainError('request.no_route', 'not_found', 'There is nothing here.');

/** What stands for any failure that nobody foresaw: it says nothing. */
const internal = {
  status: 500,
  code: 'internal',
  message: 'Something went wrong here. It has been logged under the request id.',
  places: [],
  retryAfter: undefined,
};

export type Failure = Pick<DomainError, 'code' | 'message' | 'places' | 'retryAfter'> & {
  status: number;
};

/** What to answer for anything that was thrown. */
export function failureOf(thrown: unknown): Failure {
  const error = known(thrown);
  if (!error) return internal;
  const { code, message, places, retryAfter, kind } = error;
  return { status: statusOf[kind], code, message, places, retryAfter };
}

function known(thrown: unknown): DomainError | null {
  if (thrown instanceof DomainError) return thrown;
  if (isUnreachable(thrown))
    return new DomainError('unavailable', 'unavailable', 'A server is away. Try again.', [], 5);
  const { code, cause } = (thrown ?? {}) as { code?: string; cause?: { code?: string } };
  const fromFastify = byFastifyCode[code ?? ''] ?? byFastifyCode[cause?.code ?? ''];
  if (fromFastify) return fromFastify();
  return byStatus(statusFrom(thrown));
}

function statusFrom(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  return (thrown as { statusCode?: number } | null)?.statusCode;
}

function byStatus(status: number | undefined): DomainError | null {
  switch (status) {
    case 400:
      return malformed('The request cannot be read.');
    case 404:
      return noRoute();
    case 413:
      return tooLarge();
    case 414:
      return malformed('The address is too long.');
    case 415:
      return unsupported();
    case 503:
      return new DomainError('unavailable', 'unavailable', 'The server is stopping.', [], 5);
    default:
      return null;
  }
}

export function problemOf(failure: Failure, requestId: string): Problem {
  return {
    type: `urn:saphan:error:${failure.code}`,
    title: STATUS_CODES[failure.status] ?? 'Error',
    status: failure.status,
    detail: failure.message,
    code: failure.code,
    requestId,
    errors: failure.places,
  };
}
