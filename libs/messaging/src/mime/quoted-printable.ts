import type { ByteWriter } from './byte-writer.js';
import { CR, DELETE, EQUALS, LF, sequenceLength, SPACE, TAB } from './characters.js';

/** A line has 76 characters at most, of which the last may have to be the `=` of a soft break. */
const mostBeforeBreak = 75;
const hex = Buffer.from('0123456789ABCDEF', 'latin1');

/** What is free where a line begins: more than a line, its break and one character take. */
const lineRoom = 128;

/** 1 for octets that stand for themselves wherever they are (RFC 2045 section 6.7 (2)). */
const literal = Uint8Array.from({ length: 256 }, (_, octet) =>
  octet > SPACE && octet < DELETE && octet !== EQUALS ? 1 : 0,
);

/**
 * Writes a text as quoted-printable (RFC 2045 section 6.7). No character is torn apart by a soft line
 * break. Blanks at the end are escaped, so that anything may follow: a soft break, another text, a
 * line end.
 *
 * @param text in UTF-8 with CRLF line ends.
 * @param column how many characters the line has already.
 * @returns how many characters the last line has, at most 75.
 */
export function writeQuotedPrintable(text: Uint8Array, out: ByteWriter, column: number): number {
  const { length } = text;
  out.reserve(length + lineRoom);
  let { bytes } = out;
  let at = out.length;
  for (let i = 0; i < length;) {
    const octet = text[i]!;
    if (literal[octet] === 1 || (isBlank(octet) && i + 1 < length && text[i + 1] !== CR)) {
      if (column === mostBeforeBreak) {
        at = writeSoftBreak(bytes, at);
        column = 0;
      }
      bytes[at++] = octet;
      column++;
      i++;
    } else if (octet === CR) {
      bytes[at++] = CR;
      bytes[at++] = LF;
      column = 0;
      i += 2;
    } else {
      const end = Math.min(i + sequenceLength(octet), length);
      const width = 3 * (end - i);
      if (column + width > mostBeforeBreak) {
        at = writeSoftBreak(bytes, at);
        column = 0;
      }
      column += width;
      for (; i < end; i++) {
        const escaped = text[i]!;
        bytes[at++] = EQUALS;
        bytes[at++] = hex[escaped >> 4]!;
        bytes[at++] = hex[escaped & 15]!;
      }
    }
    if (at + lineRoom > bytes.length) {
      out.length = at;
      out.reserve(length - i + lineRoom);
      ({ bytes } = out);
    }
  }
  out.length = at;
  return column;
}

/** Where another text goes on whose encoding begins in the first column. */
export function softBreak(out: ByteWriter): void {
  out.reserve(3);
  out.length = writeSoftBreak(out.bytes, out.length);
}

const isBlank = (octet: number): boolean => octet === SPACE || octet === TAB;

function writeSoftBreak(bytes: Uint8Array, at: number): number {
  bytes[at++] = EQUALS;
  bytes[at++] = CR;
  bytes[at++] = LF;
  return at;
}
