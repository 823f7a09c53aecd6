import { isUtf8 } from 'node:buffer';
import { DomainError } from '#libs/kernel';

/**
 * Encodings that a file may be in, under the names of the WHATWG Encoding Standard and its labels.
 * All of them keep ASCII as it is, so that records are told apart before anything is decoded.
 */
export const encodings = ['utf-8', 'tis-620', 'windows-874', 'windows-1252', 'iso-8859-1'] as const;
export type FileEncoding = (typeof encodings)[number];

const utf8Bom = Buffer.from([0xef, 0xbb, 0xbf]);

/** Bytes of the byte order mark with which a UTF-8 file may begin. */
export const bomLength = (head: Buffer): number =>
  head.subarray(0, 3).equals(utf8Bom) ? utf8Bom.length : 0;

/** Where a file stops being what it is said to be. Offsets count from 0, lines from 1. */
interface BadByte {
  byte: number;
  line: number;
  value: number;
}

const newLine = 0x0a;

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(newLine); at !== -1; at = bytes.indexOf(newLine, at + 1)) lines++;
  return lines;
}

/** Whether `decoder` takes these bytes as a continuation of what it has read. */
function accepts(decoder: TextDecoder, bytes: Buffer, stream: boolean): boolean {
  try {
    decoder.decode(bytes, { stream });
    return true;
  } catch {
    return false;
  }
}

/** Index of the first byte that breaks the encoding, by bisection: prefixes that end before it pass. */
function firstBadByte(encoding: FileEncoding, carried: Buffer, piece: Buffer): number {
  const bytes = Buffer.concat([carried, piece]);
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const decoder = new TextDecoder(encoding, { fatal: true });
    if (accepts(decoder, bytes.subarray(0, middle), true)) good = middle;
    else bad = middle;
  }
  return bad - 1 - carried.length;
}

/** Last bytes of a piece that may belong to a character which the next piece completes. */
const carryBytes = 3;

/**
 * Reads a whole file and returns its first byte that is not valid in `encoding`; null when all are.
 * A file that breaks off within a character is bad at its end.
 */
export async function findBadByte(
  pieces: AsyncIterable<Buffer>,
  encoding: FileEncoding,
): Promise<(BadByte & { sample: Buffer }) | null> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let byte = 0;
  let line = 1;
  let carried = Buffer.alloc(0);
  let last: Buffer = carried;
  for await (const piece of pieces) {
    if (!accepts(decoder, piece, true)) {
      const at = Math.max(0, firstBadByte(encoding, carried, piece));
      return {
        byte: byte + at,
        line: line + countLines(piece.subarray(0, at)),
        value: piece[at]!,
        sample: piece.subarray(Math.max(0, at - 200), at + 2000),
      };
    }
    byte += piece.length;
    line += countLines(piece);
    carried = encoding === 'utf-8' ? incompleteTail(Buffer.concat([carried, piece])) : carried;
    last = piece;
  }
  if (accepts(decoder, Buffer.alloc(0), false)) return null;
  return { byte: byte - 1, line, value: last.at(-1)!, sample: last.subarray(-2000) };
}

/** The bytes at the end that only begin a character in UTF-8 (RFC 3629 section 3). */
function incompleteTail(bytes: Buffer): Buffer<ArrayBuffer> {
  for (let length = 1; length <= Math.min(carryBytes, bytes.length); length++) {
    const tail = bytes.subarray(bytes.length - length);
    const lead = tail[0]!;
    const needs = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    if (needs > length) return Buffer.from(tail);
  }
  return Buffer.alloc(0);
}

/** Whether bytes that are not UTF-8 read like Thai in TIS-620: its letters, and nothing undefined. */
function looksThai(sample: Buffer): boolean {
  let thai = 0;
  let other = 0;
  for (const byte of sample)
    if ((byte >= 0xa1 && byte <= 0xda) || (byte >= 0xdf && byte <= 0xfb)) thai++;
    else if (byte >= 0x80) other++;
  return thai >= 2 && other <= thai / 20;
}

function advice(encoding: FileEncoding, sample: Buffer, head: Buffer): string {
  if (head[0] === 0xff || head[0] === 0xfe) return 'It looks like UTF-16: save it as UTF-8.';
  if (encoding === 'utf-8' && looksThai(sample))
    return 'It looks like Thai in TIS-620: import it again with the encoding tis-620.';
  if (encoding !== 'utf-8' && isUtf8(sample.subarray(200)))
    return 'It looks like UTF-8: import it again with the encoding utf-8.';
  return 'Import it again with the encoding in which it was saved.';
}

/**
 * Refuses a file that is not in its declared encoding.
 * @throws DomainError import.encoding_invalid, which names line and byte and guesses the right one.
 */
export async function requireEncoding(
  pieces: AsyncIterable<Buffer>,
  encoding: FileEncoding,
  head: Buffer,
): Promise<void> {
  const bad = await findBadByte(pieces, encoding);
  if (!bad) return;
  const hex = bad.value.toString(16).toUpperCase().padStart(2, '0');
  throw new DomainError(
    'import.encoding_invalid',
    'invalid',
    `The file is not ${encoding}: line ${bad.line}, byte ${bad.byte + 1} is ${hex}. ` +
      advice(encoding, bad.sample, head),
    [
      {
        place: `line ${bad.line}, byte ${bad.byte + 1}`,
        code: 'import.encoding_invalid',
        message: `The byte ${hex} does not belong here in ${encoding}.`,
      },
    ],
  );
}
