import type { SendOutcome } from '../channels/channel.js';
import type { Reply } from './reply.js';

/**
 * Replies that every message would get: closing (RFC 5321 section 3.8), and login or encryption wanted
 * (RFC 4954 section 6, RFC 3207 section 4).
 */
const ofConnection: ReadonlySet<number> = new Set([421, 530, 534, 535, 538]);

/** Characters of a reply that are passed on: what it says of the address stands at its beginning. */
const maxText = 1000;

/**
 * What a reply says of the message: 4yz is passing, 5yz final (RFC 5321 section 4.2.1).
 * @param ofSender it answered MAIL FROM.
 */
export function outcomeOfReply({ code, status, lines }: Reply, ofSender = false): SendOutcome {
  if (code < 300) return { state: 'accepted', code, providerId: queueIdOf(lines) };
  if (ofConnection.has(code))
    return { state: 'unavailable', why: `The server answered ${code}.`, code };
  const text = lines.join('\n').slice(0, maxText);
  const state = code >= 500 ? 'failed' : 'deferred';
  return { state, code, status, text, ...(ofSender && { ofSender }) };
}

/** The name under which the next hop keeps the message, as Postfix and others write it. */
const queueIdOf = (lines: readonly string[]): string | null =>
  /queued as ([\w.-]{1,64})/i.exec(lines.join(' '))?.[1] ?? null;
