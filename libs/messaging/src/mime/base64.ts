import type { ByteWriter } from './byte-writer.js';
import { CR, EQUALS, LF } from './characters.js';

const alphabet = Buffer.from(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  'latin1',
);
/** Octets that make a line of 76 characters (RFC 2045 section 6.8). */
const lineOctets = 57;

/** Writes octets as base64, in lines of 76 characters, with no line end after the last. */
export function writeBase64(octets: Uint8Array, out: ByteWriter): void {
  const { length } = octets;
  out.reserve(4 * Math.ceil(length / 3) + 2 * Math.ceil(length / lineOctets));
  const { bytes } = out;
  let at = out.length;
  for (let line = 0; line < length; line += lineOctets) {
    if (line > 0) {
      bytes[at++] = CR;
      bytes[at++] = LF;
    }
    const end = Math.min(line + lineOctets, length);
    for (let i = line; i < end; i += 3) {
      const left = end - i;
      const group =
        (octets[i]! << 16) |
        ((left > 1 ? octets[i + 1]! : 0) << 8) |
        (left > 2 ? octets[i + 2]! : 0);
      bytes[at++] = alphabet[group >> 18]!;
      bytes[at++] = alphabet[(group >> 12) & 63]!;
      bytes[at++] = left > 1 ? alphabet[(group >> 6) & 63]! : EQUALS;
      bytes[at++] = left > 2 ? alphabet[group & 63]! : EQUALS;
    }
  }
  out.length = at;
}
