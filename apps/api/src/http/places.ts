import type { ValidationError } from 'class-validator';
import type { ErrorPlace } from '#libs/kernel';

/** How places begin, and what parts their names: JSON Pointers in a body, dots elsewhere. */
export interface Root {
  prefix: string;
  separator: string;
}

/** While one of these fails, what else is wrong with the value says nothing. The outermost first. */
const typeChecks = ['isArray', 'isObject', 'isString', 'isInt', 'isNumber', 'isBoolean'];
const stringChecks = ['isLength', 'minLength', 'maxLength', 'matches'];

/** What class-validator found, each with its place and a stable code. */
export function placesOf(errors: readonly ValidationError[], root: Root): ErrorPlace[] {
  return errors.flatMap(({ property, value, constraints = {}, children = [] }) => {
    const place =
      property === undefined ? root.prefix : root.prefix + root.separator + escape(property);
    const own = faultsOf(property, value, constraints).map((fault) => ({ place, ...fault }));
    return [...own, ...placesOf(children, { prefix: place, separator: root.separator })];
  });
}

type Fault = Pick<ErrorPlace, 'code' | 'message'>;

function faultsOf(property: string, value: unknown, constraints: Record<string, string>): Fault[] {
  const failed = Object.keys(constraints);
  if (failed.length === 0) return [];
  if (failed.includes('whitelistValidation'))
    return [{ code: 'request.unknown_field', message: `There is no field ${property}.` }];
  if (value === undefined) return [{ code: 'request.missing', message: `${property} is missing.` }];
  const type = typeChecks.find((name) => failed.includes(name));
  if (!type && typeof value !== 'string' && failed.some((name) => stringChecks.includes(name)))
    return [{ code: 'request.is_string', message: `${property} must be a string.` }];
  return (type ? [type] : failed).map((name) => ({
    code: codeOf(name),
    message: `${constraints[name]}.`,
  }));
}

const escape = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1');

/** `isEmail` becomes `request.is_email`. */
const codeOf = (constraint: string): string =>
  `request.${constraint.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
