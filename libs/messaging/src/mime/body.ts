import { writeBase64 } from './base64.js';
import { ByteWriter } from './byte-writer.js';
import { Measure } from './measure.js';
import type { Piece } from './pieces.js';
import { softBreak, writeQuotedPrintable } from './quoted-printable.js';
import { writeUtf8 } from './utf8.js';

export type TransferEncoding = '7bit' | '8bit' | 'quoted-printable' | 'base64';

/** RFC 5322 section 2.1.1; without the CRLF. */
const longestLine = 998;

/** Kept for all messages, since encoding is never interrupted: making and clearing it took longer. */
const plain = new ByteWriter(1 << 16);

/**
 * Writes a text in the plainest encoding in which it may travel (RFC 2045 section 6.2), and of the
 * two that always serve the shorter one.
 *
 * @param eightBit whether octets above 127 may be sent (8BITMIME, RFC 6152).
 */
export function writeBody(
  pieces: readonly Piece[],
  eightBit: boolean,
  out: ByteWriter,
): TransferEncoding {
  const start = out.length;
  const encoding = chooseEncoding(writePlain(pieces, out), eightBit);
  if (encoding === '7bit' || encoding === '8bit') return encoding;
  if (encoding === 'base64') {
    plain.clear();
    plain.append(out.bytes.subarray(start, out.length));
    out.length = start;
    writeBase64(plain.written(), out);
  } else {
    out.length = start;
    writeQuoted(pieces, out);
  }
  return encoding;
}

/**
 * A line of 998 octets is sent as it is, also in ASCII: every mail server takes it (RFC 5321 section
 * 4.5.3.1.6), and only what stands as it is can be taken from the template unchanged. NUL must not be
 * sent, other control characters had better not.
 */
function chooseEncoding(measure: Measure, eightBit: boolean): TransferEncoding {
  const sendable = !measure.controls && measure.longestLine <= longestLine;
  if (sendable && measure.ascii) return '7bit';
  if (sendable && eightBit) return '8bit';
  const { octets, escaped } = measure;
  const base64 = (4 * octets * 78) / (3 * 76);
  return octets + 2 * escaped > base64 ? 'base64' : 'quoted-printable';
}

/** Writes it as it is, and measures it on the way: mostly it can stay so. */
function writePlain(pieces: readonly Piece[], out: ByteWriter): Measure {
  const measure = new Measure();
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      const start = out.length;
      writeUtf8(piece, out);
      measure.add(out.bytes, start, out.length);
    } else {
      const { bytes, measure: known } = piece.utf8();
      out.append(bytes);
      measure.join(known);
    }
  }
  return measure;
}

function writeQuoted(pieces: readonly Piece[], out: ByteWriter): void {
  let column = 0;
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      plain.clear();
      writeUtf8(piece, plain);
      column = writeQuotedPrintable(plain.written(), out, column);
    } else {
      // Its encoding begins in the first column: a soft break, which is no part of the text, leads there.
      if (column > 0) softBreak(out);
      const encoded = piece.quotedPrintable();
      out.append(encoded.bytes);
      column = encoded.column;
    }
  }
}
