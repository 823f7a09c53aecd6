import type { ByteWriter } from './byte-writer.js';

const lineEnd = /\r\n?|\n/g;

/**
 * Writes a text in UTF-8 with CRLF for each of its line ends, be they CR, LF or CRLF (RFC 5322
 * section 2.3: neither stands alone). Half of a surrogate pair becomes U+FFFD.
 */
export function writeUtf8(text: string, out: ByteWriter): void {
  const broken = text.includes('\n') || text.includes('\r');
  const lines = broken ? text.replace(lineEnd, '\r\n') : text;
  // Three octets suffice for one unit: a surrogate pair has four for two.
  out.reserve(3 * lines.length);
  out.length += out.bytes.write(lines, out.length);
}
