/**
 * Upper halves (0x80 to 0xFF) of the single-byte encodings, after the WHATWG Encoding Standard; what
 * is undefined there, or a control character, is U+FFFD. Node 20 decodes these bytes otherwise: it
 * neither refuses the undefined ones nor knows the euro sign of windows-1252.
 */
const undefinedByte = '\uFFFD';
const no = (count: number): string => undefinedByte.repeat(count);
const range = (from: number, to: number): string =>
  String.fromCharCode(...Array.from({ length: to - from + 1 }, (_, i) => from + i));

/** TIS-620 with the additions of Microsoft. */
const windows874 =
  `€${no(4)}…${no(11)}‘’“”•–—${no(8)}\u00A0` +
  range(0x0e01, 0x0e3a) +
  no(4) +
  range(0x0e3f, 0x0e5b) +
  no(4);

const windows1252 =
  `€${no(1)}‚ƒ„…†‡ˆ‰Š‹Œ${no(1)}Ž${no(2)}‘’“”•–—˜™š›œ${no(1)}žŸ` + range(0xa0, 0xff);

export type SingleByteEncoding = 'tis-620' | 'windows-874' | 'windows-1252' | 'iso-8859-1';

const halves: Record<SingleByteEncoding, string> = {
  'tis-620': windows874,
  'windows-874': windows874,
  'windows-1252': windows1252,
  // As on the web: what calls itself Latin-1 is nearly always its superset.
  'iso-8859-1': windows1252,
};

/** Index of the first byte that means nothing in the encoding; -1 when all do. */
export function firstUndefined(encoding: SingleByteEncoding, bytes: Uint8Array): number {
  const half = halves[encoding];
  return bytes.findIndex((byte) => byte >= 0x80 && half[byte - 0x80] === undefinedByte);
}

/** Decodes a text whose bytes were read as Latin-1, one character a byte. */
export function decodeSingleByte(encoding: SingleByteEncoding, latin1: string): string {
  const half = halves[encoding];
  return latin1.replace(/[\x80-\xff]/g, (char) => half[char.charCodeAt(0) - 0x80]!);
}
