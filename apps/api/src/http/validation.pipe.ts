import { Injectable, ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { DomainError } from '#libs/kernel';
import { checkBodyShape } from './body-shape.js';
import { placesOf, type Root } from './places.js';

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
      validationError: { target: false, value: true },
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

/** JSON Pointers (RFC 6901) into the body; `query.limit` and `path.id` elsewhere. */
function rootOf({ type }: ArgumentMetadata): Root {
  if (type === 'body') return { prefix: '', separator: '/' };
  return { prefix: type === 'param' ? 'path' : type, separator: '.' };
}
