import type { Reader } from '#libs/rules';
import type { ZoneOf } from './trigger.js';

/** A whole number of `least…most`. */
export function readWhole(reader: Reader, least: number, most: number): number | undefined {
  const number = reader.json;
  if (typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most)
    return number;
  return reader.fail('bad_value', `A whole number from ${least} to ${most} is expected here.`);
}

/** `09:00` of a clock of 24 hours. */
export function readTimeOfDay(reader: Reader): string | undefined {
  const { json } = reader;
  if (typeof json === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(json)) return json;
  return reader.fail('bad_value', 'A time of day such as 09:00 is expected here.');
}

/** Whose clock; the organisation's when it is left out. */
export const readZoneOf = (reader: Reader): ZoneOf | undefined =>
  reader.missing ? 'organisation' : reader.word(['contact', 'organisation'] as const);

export function readId(reader: Reader): string | undefined {
  const { json } = reader;
  if (typeof json === 'string' && /^[1-9]\d{0,19}$/.test(json)) return json;
  return reader.fail('bad_value', 'An id, in digits, is expected here.');
}

/** Left out, null and an empty list are the same: what is shown can be sent back. */
export const given = ({ missing, json }: Reader): boolean =>
  !missing && json !== null && !(Array.isArray(json) && json.length === 0);

export function readFlag(reader: Reader, fallback: boolean): boolean | undefined {
  if (!given(reader)) return fallback;
  return typeof reader.json === 'boolean'
    ? reader.json
    : reader.fail('bad_value', 'true or false is expected here.');
}
