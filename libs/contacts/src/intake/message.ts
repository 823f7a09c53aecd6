import { ok, type Result } from '#libs/kernel';
import { judgeProperties, type EventFault } from '../events/event-input.js';
import { eventNamePattern, maxAheadMs } from '../events/event.js';
import { parseExternalId, parseInstant } from '../values/index.js';
import { moneyOf } from './money.js';

export const messageTypes = ['track', 'identify', 'page', 'screen', 'alias', 'group'] as const;
export type MessageType = (typeof messageTypes)[number];

/** What a message says that somebody did. */
export interface MessageEvent {
  name: string;
  /** A decimal with at most 4 places; present exactly when a currency is. */
  value: string | null;
  currency: string | null;
  /** Serialised JSON object. */
  properties: string | null;
}

/** One message in the shape of Segment's HTTP API, judged fit. */
export interface Message {
  type: MessageType;
  messageId: string | null;
  userId: string | null;
  anonymousId: string | null;
  /** alias: whom `userId` was called before. */
  previousId: string | null;
  /** When it happened, the client's wrong clock made good. */
  at: Date;
  /** null for identify and alias. */
  event: MessageEvent | null;
  /** identify: what is said about the person. */
  traits: Readonly<Record<string, unknown>>;
}

/** When a message came in, and when its client sent it by its own clock. */
export interface Arrival {
  receivedAt: Date;
  sentAt: Date | null;
}

type Judged<T> = Result<T, EventFault>;
type Json = Readonly<Record<string, unknown>>;

const fault = (place: string, code: string, message: string): { ok: false; error: EventFault } => ({
  ok: false,
  error: { place, code, message },
});

const isObject = (json: unknown): json is Json =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

const absent = (json: unknown): json is undefined | null => json === undefined || json === null;

/** Half of a surrogate pair as JSON.stringify writes it, and not as the text `\ud800`. */
const halfPair = /(?<!\\)(?:\\\\)*\\ud[89a-f]/i;

/** An id as texts and numbers give it; null when there is none. */
function idOf(message: Json, key: string): Judged<string | null> {
  const json = message[key];
  if (absent(json) || json === '') return ok(null);
  const text = typeof json === 'number' ? String(json) : json;
  const id = typeof text === 'string' ? parseExternalId(text) : parseExternalId('');
  return id.ok ? id : fault(`/${key}`, `intake.${snake(key)}_invalid`, id.error.message);
}

const snake = (key: string): string =>
  key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function objectAt(message: Json, key: string): Judged<Json> {
  const json = message[key];
  if (absent(json)) return ok({});
  return isObject(json)
    ? ok(json)
    : fault(`/${key}`, `intake.${key}_invalid`, `${key} is a JSON object.`);
}

/** What DATETIME holds begins here. */
const earliest = Date.UTC(1000, 0, 1);

/** The instant that a client wrote; null when it wrote none that can be read. */
export function sentAtOf(json: unknown): Date | null {
  const instant = typeof json === 'string' ? parseInstant(json) : undefined;
  return instant?.ok ? new Date(instant.value) : null;
}

/**
 * When it happened. As Segment does: received − (sent − written), which takes a clock that is wrong
 * out of the reckoning, and the time that the message was under way with it.
 */
function instantOf(message: Json, { receivedAt, sentAt }: Arrival): Judged<Date> {
  const written = message.timestamp ?? message.originalTimestamp;
  if (absent(written)) return ok(receivedAt);
  const at = sentAtOf(written);
  const skew = sentAt ? receivedAt.getTime() - sentAt.getTime() : 0;
  const corrected = new Date((at?.getTime() ?? NaN) + skew);
  if (!(corrected.getTime() >= earliest))
    return fault(
      '/timestamp',
      'event.at_invalid',
      'The time has its offset, such as 2026-11-22T09:00:00+07:00.',
    );
  if (corrected.getTime() > receivedAt.getTime() + maxAheadMs)
    return fault('/timestamp', 'event.in_future', 'The time is more than an hour in the future.');
  return ok(corrected);
}

function eventOf(name: unknown, json: Json, place: string): Judged<MessageEvent> {
  if (typeof name !== 'string' || !eventNamePattern.test(name))
    return fault(
      '/event',
      'event.name_invalid',
      'A name has up to 100 letters, digits, spaces and _ . : - and begins with a letter.',
    );
  const properties = judgeProperties(json);
  if (!properties.ok)
    return fault(
      properties.error.place.replace('/properties', place),
      properties.error.code,
      properties.error.message,
    );
  if (properties.value !== null && halfPair.test(properties.value))
    return fault(place, 'request.ill_formed_text', 'A text holds half of a surrogate pair.');
  return ok({ name, ...moneyOf(json), properties: properties.value });
}

/** What each type keeps as an event. */
const eventOfType: Record<MessageType, (message: Json) => Judged<MessageEvent | null>> = {
  identify: () => ok(null),
  alias: () => ok(null),
  track(message) {
    const properties = objectAt(message, 'properties');
    return properties.ok ? eventOf(message.event, properties.value, '/properties') : properties;
  },
  page: (message) => viewOf('page', message),
  screen: (message) => viewOf('screen', message),
  group(message) {
    const groupId = idOf(message, 'groupId');
    if (!groupId.ok) return groupId;
    if (groupId.value === null)
      return fault('/groupId', 'intake.group_id_invalid', 'A group call names the group.');
    const traits = objectAt(message, 'traits');
    if (!traits.ok) return traits;
    return eventOf('group', { ...traits.value, groupId: groupId.value }, '/traits');
  },
};

function viewOf(type: 'page' | 'screen', message: Json): Judged<MessageEvent> {
  const properties = objectAt(message, 'properties');
  if (!properties.ok) return properties;
  const { name, category } = message;
  const named = { ...(!absent(name) && { name }), ...(!absent(category) && { category }) };
  return eventOf(type, { ...properties.value, ...named }, '/properties');
}

const isType = (type: unknown): type is MessageType =>
  (messageTypes as readonly unknown[]).includes(type);

/** Judges one message; the first fault decides. What it does not know it passes over, as Segment does. */
export function judgeMessage(json: unknown, arrival: Arrival): Judged<Message> {
  if (!isObject(json)) return fault('', 'intake.message_invalid', 'A message is a JSON object.');
  const { type } = json;
  if (!isType(type))
    return fault('/type', 'intake.type_unknown', `A type is one of ${messageTypes.join(', ')}.`);
  const ids: Record<string, string | null> = {};
  for (const key of ['messageId', 'userId', 'anonymousId', 'previousId']) {
    const id = idOf(json, key);
    if (!id.ok) return id;
    ids[key] = id.value;
  }
  const { messageId = null, userId = null, anonymousId = null, previousId = null } = ids;
  if (userId === null && anonymousId === null)
    return fault('', 'intake.nobody', 'A message names somebody by userId or anonymousId.');
  if (type === 'alias' && (userId === null || previousId === null))
    return fault('', 'intake.alias_incomplete', 'An alias has a previousId and a userId.');
  const at = instantOf(json, arrival);
  if (!at.ok) return at;
  const event = eventOfType[type](json);
  if (!event.ok) return event;
  const traits = type === 'identify' ? objectAt(json, 'traits') : ok({});
  if (!traits.ok) return traits;
  return ok({
    type,
    messageId,
    userId,
    anonymousId,
    previousId,
    at: at.value,
    event: event.value,
    traits: traits.value,
  });
}
