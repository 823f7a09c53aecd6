import { Injectable, ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { DomainError, type ErrorPlace } from '#libs/kernel';
import { checkBodyShape } from './body-shape.js';

/** More than these nobody reads. */
const mostPlaces = 100;

class Refused extends Error {
  constructor(readonly errors: readonly ValidationError[]) {
    super('refused');
  }
}

/**
 * Holds every DTO against its class-validator rules. Fields that the DTO does not have are refused.
 */
@Injectable()
export class RequestValidationPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      validationError: { target: false, value: false },
      exceptionFactory: (errors) => new Refused(errors),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    // The body of an upload is no JSON but a stream, and comes another way.
    if (metadata.type === 'body') checkBodyShape(value);
    try {
      return (await super.transform(value, metadata)) as unknown;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      throw new DomainError(
        'request.invalid',
        'invalid',
        'The request holds values that are not accepted.',
        placesOf(error.errors, rootOf(metadata)).slice(0, mostPlaces),
      );
    }
  }
}

interface Root {
  prefix: string;
  separator: string;
}

/** JSON Pointers (RFC 6901) into the body; `query.limit` and `path.id` elsewhere. */
function rootOf({ type }: ArgumentMetadata): Root {
  if (type === 'body') return { prefix: '', separator: '/' };
  return { prefix: type === 'param' ? 'path' : type, separator: '.' };
}

function placesOf(errors: readonly ValidationError[], root: Root): ErrorPlace[] {
  return errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const place =
      property === undefined ? root.prefix : root.prefix + root.separator + escape(property);
    const own = Object.entries(constraints).map(([constraint, message]) => ({
      place,
      code: codeOf(constraint),
      message: `${message.charAt(0).toUpperCase()}${message.slice(1)}.`,
    }));
    return [...own, ...placesOf(children, { prefix: place, separator: root.separator })];
  });
}

const escape = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1');

/** `isEmail` becomes `request.is_email`. */
function codeOf(constraint: string): string {
  if (constraint === 'whitelistValidation') return 'request.unknown_field';
  return `request.${constraint.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
}
