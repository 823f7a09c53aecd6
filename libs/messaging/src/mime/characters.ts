export const TAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;
export const EQUALS = 0x3d;
export const DELETE = 0x7f;

/** U+FFFD, which stands in UTF-8 for what is no character. */
const replacement = 0xfffd;

/**
 * The character at an index of a text, as a code point. Half of a surrogate pair is none: it becomes
 * U+FFFD, as in every UTF-8 encoder. A code point above U+FFFF takes two units of the text.
 */
export function characterAt(text: string, index: number): number {
  const code = text.codePointAt(index) ?? replacement;
  return code >= 0xd800 && code <= 0xdfff ? replacement : code;
}

/** Octets of a code point in UTF-8 (RFC 3629 section 3). */
export function utf8Length(code: number): number {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}

/** Octets of the character that begins with this octet; 1 for one that begins none. */
export function sequenceLength(octet: number): number {
  if (octet < 0xc0) return 1;
  if (octet < 0xe0) return 2;
  return octet < 0xf0 ? 3 : 4;
}
