import { ok, type Result } from '#libs/kernel';
import { matchKeys, type MatchKey } from '../contacts/contact.js';
import { parseCore } from '../contacts/core-value.js';
import { defaultPhoneCountry, parseInstant } from '../values/index.js';
import { isCurrency } from './currency.js';
import {
  clientHash,
  eventNamePattern,
  maxAheadMs,
  maxPropertiesBytes,
  moneyPattern,
  type ContactRef,
  type NewEvent,
} from './event.js';

/** Why an event is refused, and where in it: a JSON Pointer (RFC 6901). */
export interface EventFault {
  code: string;
  message: string;
  place: string;
}

type Judged<T> = Result<T, EventFault>;

const fault = (place: string, code: string, message: string): { ok: false; error: EventFault } => ({
  ok: false,
  error: { place, code, message },
});

const isObject = (json: unknown): json is Record<string, unknown> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

const known = new Set(['id', 'name', 'at', 'contact', 'value', 'currency', 'properties']);

/** Names that would reach into the prototype of whatever object they are copied to. */
const poisonous = new Set(['__proto__', 'constructor', 'prototype']);
const maxDepth = 8;

function judgeContact(json: unknown, now: Date): Judged<ContactRef> {
  const entries = isObject(json) ? Object.entries(json) : [];
  const [key, text] = entries[0] ?? ['', undefined];
  if (entries.length !== 1 || typeof text !== 'string')
    return fault(
      '/contact',
      'event.contact_invalid',
      'A contact is named by exactly one of id, email, externalId and phone, as a text.',
    );
  if (key === 'id')
    return /^[1-9]\d{0,19}$/.test(text)
      ? ok({ by: 'id', value: text })
      : fault('/contact/id', 'event.contact_invalid', 'This is not the id of a contact.');
  if (!(matchKeys as readonly string[]).includes(key))
    return fault('/contact', 'event.contact_invalid', 'A contact has no such key.');
  const by = key as MatchKey;
  const value = parseCore(by, text, { now, phoneCountry: defaultPhoneCountry });
  return value.ok
    ? ok({ by, value: value.value })
    : fault(`/contact/${key}`, value.error.code, value.error.message);
}

/** A decimal as text; a JSON number is taken as it is written shortest. */
function judgeValue(value: unknown, currency: unknown): Judged<[string | null, string | null]> {
  if (value === undefined || value === null)
    return currency === undefined || currency === null
      ? ok([null, null])
      : fault('/currency', 'event.currency_without_value', 'A currency needs a value.');
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !moneyPattern.test(text))
    return fault(
      '/value',
      'event.value_invalid',
      'A value is a decimal with at most 15 digits before the point and 4 after it.',
    );
  if (typeof currency !== 'string' || !isCurrency(currency))
    return fault('/currency', 'event.currency_invalid', 'A value needs its ISO 4217 currency.');
  return ok([text, currency]);
}

/** The place of the first thing in the properties that cannot be kept; null when there is none. */
function badProperty(json: unknown, place: string, depth: number): string | null {
  if (typeof json !== 'object' || json === null) return null;
  if (depth > maxDepth) return place;
  for (const [key, value] of Object.entries(json)) {
    const at = `${place}/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`;
    if (poisonous.has(key) || key === '' || key.length > 100) return at.slice(0, 200);
    const bad = badProperty(value, at, depth + 1);
    if (bad) return bad;
  }
  return null;
}

/** Properties as they are kept: serialised, null when there are none. */
export function judgeProperties(json: unknown): Judged<string | null> {
  if (json === undefined || json === null) return ok(null);
  if (!isObject(json))
    return fault('/properties', 'event.properties_invalid', 'Properties are a JSON object.');
  const bad = badProperty(json, '/properties', 0);
  if (bad)
    return fault(bad, 'event.property_invalid', 'This name or depth of a property is not allowed.');
  const text = JSON.stringify(json);
  if (Buffer.byteLength(text) > maxPropertiesBytes)
    return fault('/properties', 'event.properties_too_large', 'Properties have at most 32 KB.');
  return ok(text === '{}' ? null : text);
}

function judgeInstant(json: unknown, now: Date): Judged<Date> {
  const instant = typeof json === 'string' ? parseInstant(json) : undefined;
  if (!instant?.ok)
    return fault(
      '/at',
      'event.at_invalid',
      'The time is needed, with its offset, such as 2026-11-22T09:00:00+07:00.',
    );
  const at = new Date(instant.value);
  return at.getTime() > now.getTime() + maxAheadMs
    ? fault('/at', 'event.in_future', 'The time is more than an hour in the future.')
    : ok(at);
}

/**
 * Judges one event as a program sends it; the first fault decides.
 * @param source in whose namespace the client's id is unique.
 */
export function judgeEvent(json: unknown, source: string, now: Date): Judged<NewEvent> {
  if (!isObject(json)) return fault('', 'event.invalid', 'An event is a JSON object.');
  const strange = Object.keys(json).find((key) => !known.has(key));
  if (strange !== undefined)
    return fault('', 'event.unknown_field', 'The event has a field that events do not have.');
  const { id, name } = json;
  if (typeof id !== 'string' || id === '' || id.length > 128)
    return fault('/id', 'event.id_invalid', 'The client gives an id of 1 to 128 characters.');
  if (typeof name !== 'string' || !eventNamePattern.test(name))
    return fault(
      '/name',
      'event.name_invalid',
      'A name has up to 100 letters, digits, spaces and _ . : - and begins with a letter.',
    );
  const at = judgeInstant(json.at, now);
  if (!at.ok) return at;
  const contact = judgeContact(json.contact, now);
  if (!contact.ok) return contact;
  const money = judgeValue(json.value, json.currency);
  if (!money.ok) return money;
  const properties = judgeProperties(json.properties);
  if (!properties.ok) return properties;
  return ok({
    clientHash: clientHash(source, id),
    contact: contact.value,
    name,
    occurredAt: at.value,
    value: money.value[0],
    currency: money.value[1],
    properties: properties.value,
  });
}
