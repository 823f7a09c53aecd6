import type { Attribute } from '../attributes/attribute.js';
import { clientHash, type NewEvent } from '../events/event.js';
import { defaultPhoneCountry, parseExternalId } from '../values/index.js';
import type { InboxRow } from './inbox.repository.js';
import type { ReadParcel } from './intake.js';
import { judgeMessage, sentAtOf, type Message } from './message.js';
import { readTraits, type ReadTraits } from './traits.js';

/** A message out of the inbox, with what is known of how it came. */
export interface Item {
  source: string;
  receivedAt: Date;
  history: boolean;
  message: Message;
  /** By which it is recognised when it comes again. */
  hash: Buffer;
  /** identify alone. */
  traits: ReadTraits | null;
}

/** Something of a message that was not taken in. Holds no value: no personal data. */
export interface Refusal {
  source: string;
  receivedAt: Date;
  type: string | null;
  messageId: string | null;
  place: string;
  code: string;
  /** The message, where it may be fit to be taken in later. */
  message: string | null;
}

/** One message of a row, not judged yet. */
export interface RawItem extends Pick<Item, 'source' | 'receivedAt' | 'history'> {
  json: unknown;
  sentAt: unknown;
  /** Names it where its client did not. */
  fallbackId: string;
}

/** The messages of a row, in order. @throws SyntaxError */
export function unpack({ id, body }: InboxRow): RawItem[] {
  return (JSON.parse(body) as ReadParcel[]).flatMap((parcel, p) => {
    const { source, history, type, body: request } = parcel;
    const batch = type === null ? request.batch : [{ ...request, type }];
    return (Array.isArray(batch) ? batch : []).map((json: unknown, i) => ({
      source,
      history,
      receivedAt: new Date(parcel.receivedAt),
      json,
      sentAt: request.sentAt,
      fallbackId: `intake:${id}:${p}:${i}`,
    }));
  });
}

const textAt = (json: unknown, key: string, max: number): string | null => {
  const value = (json as Record<string, unknown> | null)?.[key];
  return typeof value === 'string' && value.length <= max && parseExternalId(value).ok
    ? value
    : null;
};

/** What is kept of a refused message. */
export const refusalOf = (
  { source, receivedAt, json }: Pick<RawItem, 'source' | 'receivedAt' | 'json'>,
  { place, code }: { place: string; code: string },
  message: string | null = null,
): Refusal => ({
  source,
  receivedAt,
  type: textAt(json, 'type', 16),
  messageId: textAt(json, 'messageId', 128),
  place: place.slice(0, 200),
  code,
  message,
});

/** Judges messages, each alone. */
export function judgeItems(
  raw: readonly RawItem[],
  declared: ReadonlyMap<string, Attribute>,
): { items: Item[]; refusals: Refusal[] } {
  const items: Item[] = [];
  const refusals: Refusal[] = [];
  for (const one of raw) {
    const { source, receivedAt, history, json } = one;
    // What is brought in later is told as it was: no clock is made good.
    const sentAt = history ? null : sentAtOf(one.sentAt);
    const judged = judgeMessage(json, { receivedAt, sentAt });
    if (!judged.ok) {
      refusals.push(refusalOf(one, judged.error));
      continue;
    }
    const message = judged.value;
    const hash = clientHash(source, message.messageId ?? one.fallbackId);
    const context = { now: receivedAt, phoneCountry: defaultPhoneCountry };
    const traits =
      message.type === 'identify' ? readTraits(message.traits, declared, context) : null;
    for (const fault of traits?.faults ?? []) refusals.push(refusalOf(one, fault));
    items.push({ source, receivedAt, history, message, hash, traits });
  }
  return { items, refusals };
}

/** What a message keeps as an event of a contact. */
export const eventOf = ({ message, hash, history }: Item, contactId: string): NewEvent => ({
  clientHash: hash,
  contact: { by: 'id', value: contactId },
  name: message.event!.name,
  occurredAt: message.at,
  value: message.event!.value,
  currency: message.event!.currency,
  properties: message.event!.properties,
  history,
});
