/** A part without parts, as it stands in a message. One character is one octet. */
export interface RawPart {
  readonly headers: readonly string[];
  readonly body: string;
}

export interface RawMessage {
  /** Unfolded no further than to lists of lines: one entry a line. */
  readonly headerLines: readonly string[];
  readonly parts: readonly RawPart[];
}

/** Takes a message apart by RFC 2046 alone, without decoding anything. */
export function takeApart(raw: string): RawMessage {
  const { headers, body } = headOf(raw);
  return { headerLines: headers, parts: partsOf(headers, body) };
}

/** The value of a header, unfolded (RFC 5322 section 2.2.3). */
export function valueOf(headers: readonly string[], name: string): string | undefined {
  const lines = headers.join('\r\n').replace(/\r\n(?=[ \t])/g, '');
  return new RegExp(`^${name}: (.*)$`, 'im').exec(lines)?.[1];
}

function headOf(raw: string): { headers: string[]; body: string } {
  const end = raw.indexOf('\r\n\r\n');
  if (end < 0) throw new Error('A header never ends.');
  return { headers: raw.slice(0, end).split('\r\n'), body: raw.slice(end + 4) };
}

function partsOf(headers: readonly string[], body: string): RawPart[] {
  const boundary = /boundary="([^"]*)"/.exec(valueOf(headers, 'Content-Type') ?? '')?.[1];
  if (boundary === undefined) return [{ headers, body }];
  const [all, ...rest] = `\r\n${body}`.split(`\r\n--${boundary}--\r\n`);
  if (all === undefined || rest.length !== 1 || rest[0] !== '')
    throw new Error('A multipart ends once, and nothing comes after it.');
  const [preamble, ...parts] = all.split(`\r\n--${boundary}\r\n`);
  if (preamble !== '') throw new Error('Something stands before the first part.');
  return parts.flatMap((part) => {
    const { headers: own, body: content } = headOf(part);
    return partsOf(own, content);
  });
}

/** The octets of a part's body, decoded. @throws Error when the encoding is none of MIME's. */
export function contentOf({ headers, body }: RawPart): Buffer {
  const encoding = valueOf(headers, 'Content-Transfer-Encoding');
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  if (encoding === 'quoted-printable') return Buffer.from(unquote(body), 'latin1');
  if (encoding === '7bit' || encoding === '8bit') return Buffer.from(body, 'latin1');
  throw new Error(`There is no encoding "${encoding}".`);
}

/** Undoes quoted-printable or a Q word's text; one character is one octet. */
export function unquote(text: string): string {
  return text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
