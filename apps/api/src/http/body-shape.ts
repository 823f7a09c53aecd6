import { DomainError } from '#libs/kernel';

/**
 * Levels of objects and arrays that a body may have: more than any rule needs, and few enough for
 * everything that walks a body by calling itself.
 */
const maxDepth = 100;

/** Half of a surrogate pair: no text, though JSON can spell it (RFC 8259 section 8.2). */
const halfPair = /\p{Surrogate}/u;

/**
 * Looks at a parsed body before anything walks it.
 * @throws DomainError request.invalid with request.too_deep, request.ill_formed_text, or
 *   request.unknown_field for `constructor`, which objects have without having been sent it, so that
 *   validation passes over it.
 */
export function checkBodyShape(body: unknown): void {
  if (isObject(body) && Object.hasOwn(body, 'constructor'))
    throw refuse('/constructor', 'request.unknown_field', 'Property constructor should not exist.');
  let level: object[] = isObject(body) ? [body] : [];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > maxDepth)
      throw refuse('', 'request.too_deep', `At most ${maxDepth} levels of nesting are read.`);
    const values = level.flatMap((container): unknown[] => Object.values(container));
    if (values.some((value) => typeof value === 'string' && halfPair.test(value)))
      throw refuse('', 'request.ill_formed_text', 'A text holds half of a surrogate pair.');
    level = values.filter(isObject);
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const refuse = (place: string, code: string, message: string): DomainError =>
  new DomainError('request.invalid', 'invalid', message, [{ place, code, message }]);
