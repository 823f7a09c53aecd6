import { beginningOf, type Json, type JsonObject } from '#libs/kernel';

const addresses = /[^\s<>@;:,"'“”]+@[^\s<>@;:,"'“”]+/g;
/** Telephone numbers, and whatever is as long. */
const numbers = /\+?\d(?:[ -]?\d){6,}/g;

/** Takes addresses and telephone numbers out of a text that people will read. */
export const masked = (text: string): string => text.replace(addresses, '…').replace(numbers, '…');

/** The same in every text of a payload; ids stay, since they lead to nobody but us. */
export function maskedPayload(payload: JsonObject): JsonObject {
  const one = (key: string, value: Json): Json => {
    if (typeof value === 'string') return /(^i|I)d$/.test(key) ? value : masked(value);
    if (Array.isArray(value)) return value.map((each: Json) => one(key, each));
    return value !== null && typeof value === 'object' ? maskedPayload(value as JsonObject) : value;
  };
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, one(key, value)]));
}

/** What an error says, masked, no longer than `length`. */
export const maskedReason = (message: string, length: number): string =>
  beginningOf(masked(message.slice(0, 4 * length)), length) || '?';
