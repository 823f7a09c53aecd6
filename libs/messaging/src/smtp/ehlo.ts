import type { Reply } from './reply.js';

/** What a server offers, as it said to EHLO (RFC 5321 section 4.1.1.1). */
export interface Extensions {
  /** RFC 2920 */
  pipelining: boolean;
  /** RFC 6152 */
  eightBitMime: boolean;
  /** RFC 6531 */
  smtpUtf8: boolean;
  /** RFC 3207 */
  startTls: boolean;
  /** RFC 1870: whether a size may be announced, and the octets a message may have; Infinity: no limit. */
  size: { limit: number } | null;
  /** RFC 4954, in capitals. */
  auth: ReadonlySet<string>;
}

/** Of a server that knows no EHLO. */
export const none: Extensions = {
  pipelining: false,
  eightBitMime: false,
  smtpUtf8: false,
  startTls: false,
  size: null,
  auth: new Set(),
};

/** Reads the answer to EHLO; the first line is the greeting. */
export function readExtensions({ lines }: Reply): Extensions {
  const said = new Map<string, string[]>();
  for (const line of lines.slice(1)) {
    // Some servers still write AUTH=LOGIN, as was done before RFC 4954.
    const [keyword = '', ...parameters] = line
      .toUpperCase()
      .trim()
      .split(/[\s=]+/);
    said.set(keyword, [...(said.get(keyword) ?? []), ...parameters]);
  }
  const size = said.get('SIZE');
  return {
    pipelining: said.has('PIPELINING'),
    eightBitMime: said.has('8BITMIME'),
    smtpUtf8: said.has('SMTPUTF8'),
    startTls: said.has('STARTTLS'),
    size: size ? { limit: Number(size[0]) || Infinity } : null,
    auth: new Set(said.get('AUTH')),
  };
}
