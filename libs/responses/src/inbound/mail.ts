import { convert } from 'html-to-text';
import PostalMime, { decodeWords, type Email } from 'postal-mime';

/** Bytes of one part that are read as text: reports are short. */
const maxText = 256 * 1024;

export interface Part {
  /** Lower case, without parameters. */
  type: string;
  text: string;
}

/** A received mail, decoded. */
export interface Mail {
  /** Every value of a header, in order, decoded (RFC 2047); names in lower case. */
  headers: (name: string) => string[];
  /** The first of them; empty where there is none. */
  header: (name: string) => string;
  subject: string;
  /** The address in From, lower case; empty where there is none. */
  from: string;
  /** The text for people: the plain one, else what the HTML one says. */
  text: string;
  /** The same as HTML; empty where there is none. */
  html: string;
  /** What else was sent along: reports, the original. */
  parts: Part[];
}

/** @throws Error when it cannot be parsed at all. */
export async function openMail(raw: Buffer): Promise<Mail> {
  const parsed = await PostalMime.parse(raw, {
    forceRfc822Attachments: true,
    maxNestingDepth: 20,
    maxHeadersSize: 512 * 1024,
  });
  return mailOf(parsed);
}

function mailOf(parsed: Email): Mail {
  const headers = (name: string) =>
    parsed.headers.filter(({ key }) => key === name).map(({ value }) => decodeWords(value).trim());
  return {
    headers,
    header: (name) => headers(name)[0] ?? '',
    subject: parsed.subject?.trim() ?? '',
    from: parsed.from?.address?.toLowerCase() ?? '',
    text: textOf(parsed).replaceAll('\r\n', '\n').slice(0, maxText),
    html: (parsed.html ?? '').slice(0, maxText),
    parts: parsed.attachments.map(({ mimeType, content }) => ({
      type: mimeType.toLowerCase(),
      text: partText(content),
    })),
  };
}

const partText = (content: string | ArrayBuffer | Uint8Array): string =>
  (typeof content === 'string' ? content : Buffer.from(content as Uint8Array).toString('utf8'))
    .slice(0, maxText)
    .replaceAll('\r\n', '\n');

/** Quotations are left out of HTML, where they are marked as what they are. */
const skipped = [
  'blockquote',
  '.gmail_quote',
  '.gmail_attr',
  '.yahoo_quoted',
  '#appendonsend',
  'img',
  'style',
];

function textOf({ text, html }: Email): string {
  if (text?.trim()) return text;
  if (!html) return '';
  return convert(html.slice(0, maxText), {
    wordwrap: false,
    selectors: [
      ...skipped.map((selector) => ({ selector, format: 'skip' })),
      { selector: 'a', options: { ignoreHref: true } },
    ],
  });
}

/** The header of a message that stands in a text: names in lower case, folded lines put together. */
export function fieldsIn(text: string): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  for (const line of text.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const found = /^([!-9;-~]+)[ \t]*:[ \t]*(.*)$/.exec(line);
    if (!found) continue;
    const name = found[1]!.toLowerCase();
    const known = fields.get(name);
    if (known) known.push(found[2]!.trim());
    else fields.set(name, [found[2]!.trim()]);
  }
  return fields;
}
