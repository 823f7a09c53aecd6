import { characterAt, utf8Length } from './characters.js';

/** RFC 2047 section 2: an encoded word, and a line with one (less the blank before it). */
const longestWord = 75;
const frame = '=?UTF-8?B?'.length + '?='.length;

/** What stands for itself in every place where Q words may (RFC 2047 section 5 (3)); `_` is a blank. */
const literal = /^[A-Za-z0-9!*+\-/ ]$/;

/** For each code of ASCII how Q writes it. */
const written = Array.from({ length: 0x80 }, (_, code) => {
  const char = String.fromCharCode(code);
  if (char === ' ') return '_';
  return literal.test(char) ? char : `=${code.toString(16).toUpperCase().padStart(2, '0')}`;
});

/**
 * A text as encoded words (RFC 2047) with a blank between each two, which readers drop: in whichever
 * of B and Q it is shorter, no character torn apart.
 *
 * @param room characters that the first word may have; the others have up to 75.
 */
export function encodedWords(text: string, room: number): string {
  const words: string[] = [];
  const quoted = prefersQ(text);
  let left = room - frame;
  let start = 0;
  let octets = 0;
  let width = 0;
  for (let i = 0; i < text.length;) {
    const code = characterAt(text, i);
    const length = utf8Length(code);
    const more = code < 0x80 ? written[code]!.length : 3 * length;
    const size = quoted ? width + more : 4 * Math.ceil((octets + length) / 3);
    if (size > left && i > start) {
      words.push(encodedWord(text.slice(start, i), quoted));
      start = i;
      octets = width = 0;
      left = longestWord - frame;
      continue;
    }
    octets += length;
    width += more;
    i += code > 0xffff ? 2 : 1;
  }
  words.push(encodedWord(text.slice(start), quoted));
  return words.join(' ');
}

/** Whether Q makes less of it than B, which adds a third. */
function prefersQ(text: string): boolean {
  let octets = 0;
  let width = 0;
  for (let i = 0; i < text.length; i++) {
    const code = characterAt(text, i);
    if (code > 0xffff) i++;
    octets += utf8Length(code);
    width += code < 0x80 ? written[code]!.length : 3 * utf8Length(code);
  }
  return width <= (4 * octets) / 3;
}

function encodedWord(text: string, quoted: boolean): string {
  // Buffer writes U+FFFD for half of a surrogate pair, as `characterAt` counts it.
  const bytes = Buffer.from(text);
  if (!quoted) return `=?UTF-8?B?${bytes.toString('base64')}?=`;
  let word = '';
  for (const octet of bytes)
    word += octet < 0x80 ? written[octet]! : `=${octet.toString(16).toUpperCase()}`;
  return `=?UTF-8?Q?${word}?=`;
}
