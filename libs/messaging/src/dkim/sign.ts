import { createHash, sign, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { relaxedBody, relaxedField, split, type Field } from './canonical.js';

/** A key that signs for a domain (RFC 6376; ed25519: RFC 8463). */
export interface DkimKey {
  domain: string;
  selector: string;
  /** RSA of 2048 bits, or Ed25519. Made once: parsing a PEM each time costs three times the signature. */
  key: KeyObject;
}

/**
 * The fields that are signed where they are there. From and the two by which one leaves are signed once
 * more than they are there: nobody can add another on the way (RFC 6376 section 8.15, RFC 8058 section 4).
 */
const signed = [
  'from',
  'to',
  'reply-to',
  'subject',
  'date',
  'message-id',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'list-id',
  'list-unsubscribe',
  'list-unsubscribe-post',
] as const;

/** A field that may be signed. */
export type SignedField = (typeof signed)[number];

const closed: ReadonlySet<string> = new Set([
  'from',
  'subject',
  'to',
  'list-unsubscribe',
  'list-unsubscribe-post',
]);

/** On a thread of libuv's pool: the signature takes longer than everything else about a message. */
const signInPool = promisify(sign);

/**
 * Signs a message with each of the keys.
 * @param message RFC 5322 with CRLF line ends, its body in 7 bits (RFC 6376 section 5.3).
 * @param at goes into `t=`.
 * @param unsigned fields that change on the way, such as by a provider that puts its own in their place.
 * @returns the message with a DKIM-Signature for each key before it.
 */
export async function signDkim(
  message: Buffer,
  keys: readonly DkimKey[],
  at: Date,
  unsigned: readonly SignedField[] = [],
): Promise<Buffer> {
  const { fields, body } = split(message);
  const bodyHash = createHash('sha256').update(relaxedBody(body)).digest('base64');
  const chosen = choose(fields, unsigned);
  const lines = await Promise.all(keys.map((key) => signature(key, chosen, bodyHash, at)));
  return Buffer.concat([Buffer.from(lines.join(''), 'latin1'), message]);
}

/** What is signed, in order: of fields that come twice the last one first (RFC 6376 section 5.4.2). */
function choose(
  fields: readonly Field[],
  unsigned: readonly SignedField[],
): { names: string[]; text: string } {
  const names: string[] = [];
  let text = '';
  for (const name of signed) {
    if (unsigned.includes(name)) continue;
    const own = fields.filter((field) => field.name === name).reverse();
    for (const field of own) {
      names.push(name);
      text += `${relaxedField(field)}\r\n`;
    }
    if (closed.has(name)) names.push(name);
  }
  return { names, text };
}

async function signature(
  { domain, selector, key }: DkimKey,
  { names, text }: { names: string[]; text: string },
  bodyHash: string,
  at: Date,
): Promise<string> {
  const ed25519 = key.asymmetricKeyType === 'ed25519';
  const unsigned =
    `DKIM-Signature: v=1; a=${ed25519 ? 'ed25519' : 'rsa'}-sha256; c=relaxed/relaxed;\r\n` +
    ` d=${domain}; s=${selector}; t=${Math.floor(at.getTime() / 1000)};\r\n` +
    `${folded(` h=${names.join(':')};`)}\r\n` +
    ` bh=${bodyHash};\r\n b=`;
  const data = Buffer.from(
    text + relaxedField({ name: 'dkim-signature', text: unsigned }),
    'latin1',
  );
  // RFC 8463 section 3: Ed25519 signs the hash, and hashes no more itself.
  const value = ed25519
    ? await signInPool(null, createHash('sha256').update(data).digest(), key)
    : await signInPool('sha256', data, key);
  const lines = value.toString('base64').match(/.{1,70}/g) ?? [];
  return `${unsigned}${lines.join('\r\n ')}\r\n`;
}

/** The list of names over several lines; a colon may have space behind it (RFC 6376 section 3.5). */
const folded = (list: string): string => list.replace(/(.{60,72}:)(?=.)/g, '$1\r\n ');
