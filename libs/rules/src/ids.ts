import type { Reader } from './reader.js';

/** An id of the database: a decimal number without leading zeros. */
export const idPattern = /^[1-9]\d{0,19}$/;

/** Reads the id of something, such as "a segment". */
export function readId(reader: Reader, what: string): string | undefined {
  const id = reader.string();
  if (id === undefined || idPattern.test(id)) return id;
  return reader.fail('bad_value', `The id of ${what}, in digits, is expected here.`);
}
