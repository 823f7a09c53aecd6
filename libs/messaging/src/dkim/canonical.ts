/** The two forms in which a message is signed: RFC 6376 section 3.4, relaxed for headers and body. */

const crlf = Buffer.from('\r\n');
const [space, tab, cr, lf] = [0x20, 0x09, 0x0d, 0x0a];

/** A header field as it stands in the message, folded lines included, without its last CRLF. */
export interface Field {
  /** In small letters. */
  name: string;
  text: string;
}

/** Where the header ends and the body begins; the body is what follows the empty line. */
export function split(message: Buffer): { fields: Field[]; body: Buffer } {
  const end = message.indexOf('\r\n\r\n');
  const header = end < 0 ? message : message.subarray(0, end);
  const fields: Field[] = [];
  // A line that begins with a space goes on with the field before (RFC 5322 section 2.2.3).
  for (const text of header.toString('latin1').split(/\r\n(?![ \t])/)) {
    const colon = text.indexOf(':');
    if (colon > 0) fields.push({ name: text.slice(0, colon).trim().toLowerCase(), text });
  }
  return { fields, body: end < 0 ? Buffer.alloc(0) : message.subarray(end + 4) };
}

/** RFC 6376 section 3.4.2, without the CRLF at its end. */
export function relaxedField({ name, text }: Field): string {
  const value = text
    .slice(text.indexOf(':') + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ');
  return `${name}:${value.trim()}`;
}

/** RFC 6376 section 3.4.4. Most bodies are in that form already, and are given back as they are. */
export function relaxedBody(body: Buffer): Buffer {
  const plain = isRelaxed(body)
    ? body
    : Buffer.from(
        body
          .toString('latin1')
          .replace(/[ \t]+/g, ' ')
          .replace(/ \r\n/g, '\r\n')
          .replace(/ $/, ''),
        'latin1',
      );
  let end = plain.length;
  while (end >= 2 && plain[end - 2] === cr && plain[end - 1] === lf) end -= 2;
  if (end === 0) return Buffer.alloc(0);
  return end + 2 <= plain.length ? plain.subarray(0, end + 2) : Buffer.concat([plain, crlf]);
}

/** Whether no line ends with a space, and there are no two in a row, and no tab. */
function isRelaxed(body: Buffer): boolean {
  for (let at = body.indexOf(space); at >= 0; at = body.indexOf(space, at + 1)) {
    const next = body[at + 1];
    if (next === space || next === cr || next === undefined) return false;
  }
  return !body.includes(tab);
}
