import { isUtf8 } from 'node:buffer';
import { DomainError, type ErrorPlace } from '#libs/kernel';
import { countLines } from './record.js';
import { firstUndefined, type SingleByteEncoding } from './single-byte.js';

/**
 * Encodings that a file may be in, under the names of the WHATWG Encoding Standard and its labels.
 * All of them keep ASCII as it is, so that records are told apart before anything is decoded.
 */
export const encodings = [
  'utf-8',
  'tis-620',
  'windows-874',
  'windows-1252',
  'iso-8859-1',
] as const satisfies readonly FileEncoding[];
export type FileEncoding = 'utf-8' | SingleByteEncoding;

const utf8Bom = Buffer.from([0xef, 0xbb, 0xbf]);

/** Bytes of the byte order mark with which a UTF-8 file may begin. */
export const bomLength = (head: Buffer): number =>
  head.subarray(0, 3).equals(utf8Bom) ? utf8Bom.length : 0;

/** Where a file stops being what it is said to be. Offsets count from 0, lines from 1. */
interface BadByte {
  byte: number;
  line: number;
  value: number;
  /** What stands around it. */
  sample: Buffer;
}

/** Tells of each piece in turn where it first breaks the encoding; -1 when it does not. */
type Check = (piece: Buffer) => number;

/** Whether bytes are valid UTF-8, which may break off at the end. */
function isUtf8SoFar(bytes: Buffer): boolean {
  return isUtf8(bytes.subarray(0, bytes.length - incompleteTail(bytes).length));
}

function utf8Check(): { check: Check; pending: () => boolean } {
  let carried = Buffer.alloc(0);
  const check = (piece: Buffer): number => {
    const bytes = Buffer.concat([carried, piece]);
    if (isUtf8SoFar(bytes)) {
      carried = incompleteTail(bytes);
      return -1;
    }
    // Prefixes that end before the bad byte pass: it is found by bisection.
    let [good, bad] = [0, bytes.length];
    while (bad - good > 1) {
      const middle = (good + bad) >> 1;
      if (isUtf8SoFar(bytes.subarray(0, middle))) good = middle;
      else bad = middle;
    }
    return Math.max(0, bad - 1 - carried.length);
  };
  return { check, pending: () => carried.length > 0 };
}

/**
 * Reads a whole file and returns its first byte that is not valid in `encoding`; null when all are.
 * A file that breaks off within a character is bad at its end.
 */
export async function findBadByte(
  pieces: AsyncIterable<Buffer>,
  encoding: FileEncoding,
): Promise<BadByte | null> {
  const { check, pending } =
    encoding === 'utf-8'
      ? utf8Check()
      : { check: (piece: Buffer) => firstUndefined(encoding, piece), pending: () => false };
  let byte = 0;
  let line = 1;
  let last = Buffer.alloc(0);
  for await (const piece of pieces) {
    const at = check(piece);
    if (at !== -1)
      return {
        byte: byte + at,
        line: line + countLines(piece, 0, at),
        value: piece[at]!,
        sample: piece.subarray(Math.max(0, at - 200), at + 2000),
      };
    byte += piece.length;
    line += countLines(piece, 0, piece.length);
    last = Buffer.from(piece);
  }
  if (!pending()) return null;
  return { byte: byte - 1, line, value: last.at(-1)!, sample: last.subarray(-2000) };
}

/** Last bytes of a piece that may belong to a character which the next piece completes. */
const carryBytes = 3;

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

/** Whether bytes that may begin and end within a character are UTF-8. */
function looksUtf8(sample: Buffer): boolean {
  const lead = sample.findIndex((byte) => (byte & 0xc0) !== 0x80);
  return lead !== -1 && isUtf8SoFar(sample.subarray(lead));
}

const useUtf8 = 'Import it again with the encoding utf-8.';

function advice(encoding: FileEncoding, sample: Buffer, head: Buffer): string {
  if (head[0] === 0xff || head[0] === 0xfe) return 'It looks like UTF-16: save it as UTF-8.';
  if (encoding === 'utf-8' && looksThai(sample))
    return 'It looks like Thai in TIS-620: import it again with the encoding tis-620.';
  if (encoding !== 'utf-8' && looksUtf8(sample)) return `It looks like UTF-8. ${useUtf8}`;
  return 'Import it again with the encoding in which it was saved.';
}

/** Bytes beyond ASCII from which on valid UTF-8 is no coincidence. */
const tellingBytes = 9;

/** Whether a whole file is UTF-8, and more than ASCII. */
async function isUtf8File(pieces: AsyncIterable<Buffer>): Promise<boolean> {
  const { check, pending } = utf8Check();
  let high = 0;
  for await (const piece of pieces) {
    if (check(piece) !== -1) return false;
    for (const byte of piece) if (byte >= 0x80) high++;
  }
  return !pending() && high >= tellingBytes;
}

/**
 * Refuses a file that is not in its declared encoding: one with bytes that mean nothing there, and
 * UTF-8 that was declared as something else, which would come out as nonsense.
 * @throws DomainError import.encoding_invalid, which names line and byte and guesses the right one.
 */
export async function requireEncoding(
  pieces: () => AsyncIterable<Buffer>,
  encoding: FileEncoding,
  head: Buffer,
): Promise<void> {
  const bad = await findBadByte(pieces(), encoding);
  if (bad) {
    const hex = bad.value.toString(16).toUpperCase().padStart(2, '0');
    const place = `line ${bad.line}, byte ${bad.byte + 1}`;
    throw refusal(
      `The file is not ${encoding}: ${place} is ${hex}. ${advice(encoding, bad.sample, head)}`,
      [{ place, code, message: `The byte ${hex} does not belong here in ${encoding}.` }],
    );
  }
  if (encoding !== 'utf-8' && (await isUtf8File(pieces())))
    throw refusal(`The file is not ${encoding}: all of it is UTF-8. ${useUtf8}`);
}

const code = 'import.encoding_invalid';

const refusal = (message: string, places: readonly ErrorPlace[] = []): DomainError =>
  new DomainError(code, 'invalid', message, places);
