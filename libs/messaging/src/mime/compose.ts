import { systemClock } from '#libs/kernel';
import type { EmailAttachment, EmailMessage } from '../channels/channel.js';
import { addressHeader, isInternational } from './address.js';
import { writeBase64 } from './base64.js';
import { writeBody } from './body.js';
import { ByteWriter } from './byte-writer.js';
import { CR, LF } from './characters.js';
import { headerName, structuredHeader, textHeader } from './header.js';
import { fileNameParameter } from './parameter.js';
import type { Piece } from './pieces.js';

export interface MimeOptions {
  /** Whether the way takes octets above 127: 8BITMIME (RFC 6152), or SMTPUTF8. */
  readonly eightBit: boolean;
  /** Of the Date header; now when absent. */
  readonly date?: Date;
}

/** One part: its headers, and where among the encoded bodies its own lies. */
interface Leaf {
  readonly headers: string;
  readonly start: number;
  readonly end: number;
}

/** What a message is written from, in order. */
type Chunk = string | Leaf;

/** Headers that a message has from its own fields, or that would belie its parts. */
const own = new Set(
  (
    'message-id from to reply-to subject date mime-version content-type content-transfer-encoding ' +
    'content-disposition bcc'
  ).split(' '),
);
/** RFC 2045 section 5.1, with parameters or without. */
const mediaType = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?: *; *[\w-]+=(?:[\w.-]+|"[\w .:+-]*"))*$/;

/** Kept for all messages: composing is never interrupted, and making room anew took longer. */
const bodies = new ByteWriter(1 << 17);

/**
 * The whole message as it is to be handed over (RFC 5322, RFC 2045): text and HTML as alternatives
 * (RFC 2046 section 5.1.4), attachments beside them; an empty text or HTML is left out. It has CRLF
 * line ends, no line above 998 octets, and ends in CRLF; lines that begin with a dot are not yet
 * stuffed. All of it is ASCII unless `eightBit`, or unless an address needs SMTPUTF8.
 *
 * @throws RangeError when an address or the Message-ID is too long for any line.
 */
export function composeMime(message: EmailMessage, options: MimeOptions): Buffer {
  const { text, html, attachments = [], messageId } = message;
  const { eightBit } = options;
  bodies.clear();
  const alternatives: Leaf[] = [];
  if (text !== '') alternatives.push(textLeaf('plain', [text], eightBit));
  if (html.length > 0) alternatives.push(textLeaf('html', piecesOf(html), eightBit));
  const attached = attachments.map(attachmentLeaf);
  if (alternatives.length + attached.length === 0)
    alternatives.push(textLeaf('plain', [''], eightBit));

  const boundary = freeBoundary(messageId);
  let parts = alternatives.map(partOf);
  if (parts.length > 1) parts = [multipart('alternative', `${boundary}_1`, parts)];
  if (attached.length > 0)
    parts = [multipart('mixed', `${boundary}_2`, [...parts, ...attached.map(partOf)])];
  return write([messageHeaders(message, options.date ?? systemClock.now()), ...parts.flat()]);
}

/** Whether an address of the message has letters beyond ASCII before its at sign (RFC 6531). */
export function needsSmtpUtf8({ to, from, replyTo, envelopeFrom }: EmailMessage): boolean {
  return [to, from.address, replyTo ?? '', envelopeFrom].some(isInternational);
}

/** The last header of each name: of a mailing's messages many have the same ones. */
const last = new Map<string, { value: string; header: string }>();
const mostNames = 100;

function lastOf(name: string, value: string, make: () => string): string {
  const known = last.get(name);
  if (known?.value === value) return known.header;
  const header = make();
  if (last.size >= mostNames) last.clear();
  last.set(name, { value, header });
  return header;
}

/** As nodemailer orders them: own headers, then those every message has. */
function messageHeaders(message: EmailMessage, date: Date): string {
  const { headers, from, to, replyTo, subject, messageId } = message;
  let block = '';
  for (const [written, value] of Object.entries(headers))
    block += lastOf(written, value, () => {
      const name = headerName(written);
      return name === '' || own.has(name.toLowerCase()) ? '' : textHeader(name, value);
    });
  const sender = `${from.address}\n${from.name}`;
  block += lastOf('From: of the message', sender, () =>
    addressHeader('From', from.address, from.name),
  );
  block += addressHeader('To', to);
  if (replyTo) block += addressHeader('Reply-To', replyTo);
  return (
    block +
    textHeader('Subject', subject) +
    structuredHeader('Message-ID', `<${messageId.replace(/[^!-;=?-~]/g, '')}>`) +
    // RFC 5322 section 3.3 has no names of zones but obsolete ones.
    `Date: ${date.toUTCString().replace('GMT', '+0000')}\r\nMIME-Version: 1.0\r\n`
  );
}

const piecesOf = (html: EmailMessage['html']): readonly Piece[] =>
  typeof html === 'string' ? [html] : html.list;

function textLeaf(subtype: 'plain' | 'html', pieces: readonly Piece[], eightBit: boolean): Leaf {
  const start = bodies.length;
  const encoding = writeBody(pieces, eightBit, bodies);
  const headers =
    `Content-Type: text/${subtype}; charset=utf-8\r\n` +
    `Content-Transfer-Encoding: ${encoding}\r\n`;
  return { headers, start, end: bodies.length };
}

function attachmentLeaf({ name, contentType, content }: EmailAttachment): Leaf {
  const start = bodies.length;
  writeBase64(content, bodies);
  // Messages within messages must not be encoded (RFC 2046 section 5.2.1): they go as files.
  const known = mediaType.test(contentType) && !/^(?:message|multipart)\//i.test(contentType);
  const headers =
    structuredHeader('Content-Type', known ? contentType : 'application/octet-stream') +
    `Content-Disposition: attachment${fileNameParameter(name)}\r\n` +
    'Content-Transfer-Encoding: base64\r\n';
  return { headers, start, end: bodies.length };
}

const partOf = (leaf: Leaf): Chunk[] => [`${leaf.headers}\r\n`, leaf];

function multipart(subtype: 'alternative' | 'mixed', boundary: string, parts: Chunk[][]): Chunk[] {
  const chunks: Chunk[] = [`Content-Type: multipart/${subtype};\r\n boundary="${boundary}"\r\n`];
  for (const part of parts) chunks.push(`\r\n--${boundary}\r\n`, ...part);
  chunks.push(`\r\n--${boundary}--\r\n`);
  return chunks;
}

/**
 * What every boundary of the message begins with: nothing that occurs in its bodies (RFC 2046 section
 * 5.1.1). They are searched, since only in encoded ones "=_" never occurs (RFC 2045 section 6.7).
 */
function freeBoundary(messageId: string): string {
  const base = `=_${messageId.replace(/[^A-Za-z0-9]/g, '').slice(0, 40)}`;
  let boundary = base;
  for (let i = 1; bodies.written().includes(boundary); i++) boundary = `${base}.${i}`;
  return boundary;
}

function write(chunks: readonly Chunk[]): Buffer {
  let size = 2;
  for (const chunk of chunks)
    size += typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.end - chunk.start;
  const message = Buffer.allocUnsafe(size);
  let at = 0;
  let headers = '';
  for (const chunk of chunks) {
    if (typeof chunk === 'string') headers += chunk;
    else {
      at += message.write(headers, at);
      headers = '';
      message.set(bodies.bytes.subarray(chunk.start, chunk.end), at);
      at += chunk.end - chunk.start;
    }
  }
  at += message.write(headers, at);
  if (message[at - 2] !== CR || message[at - 1] !== LF) at += message.write('\r\n', at);
  return message.subarray(0, at);
}
