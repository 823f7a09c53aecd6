import { decodeWords } from 'postal-mime';

/**
 * The header fields of a message that the list shows, without parsing its body: a full parse of
 * every message would make the catcher the slowest part of a benchmark.
 *
 * @param source the message as it came over the wire (RFC 5322)
 * @returns decoded values by lower-case field name; the first of fields that repeat
 */
export function readHeaders(source: Buffer): Map<string, string> {
  const fields = new Map<string, string>();
  // A line break followed by white space continues a field (RFC 5322 section 2.2.3).
  for (const line of headerOf(source)
    .replace(/\r?\n(?=[ \t])/g, '')
    .split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    if (!fields.has(name)) fields.set(name, decodeWords(line.slice(colon + 1).trim()));
  }
  return fields;
}

function headerOf(source: Buffer): string {
  const ends = [source.indexOf('\r\n\r\n'), source.indexOf('\n\n')].filter((at) => at >= 0);
  return source.toString('utf8', 0, ends.length > 0 ? Math.min(...ends) : source.length);
}
