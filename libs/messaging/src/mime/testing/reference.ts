import MailComposer from 'nodemailer/lib/mail-composer';
import PostalMime, { decodeWords, type Email } from 'postal-mime';
import type { EmailMessage } from '../../channels/channel.js';

/** The same message by nodemailer, which leaves bare CRs as they are: each line end is given as LF. */
export function byNodemailer(message: EmailMessage): Promise<Buffer> {
  const mail = new MailComposer({
    messageId: `<${message.messageId}>`,
    from: message.from,
    to: { name: '', address: message.to },
    replyTo: message.replyTo ? { name: '', address: message.replyTo } : undefined,
    subject: message.subject,
    text: message.text.replace(/\r\n?/g, '\n'),
    html: String(message.html).replace(/\r\n?/g, '\n'),
    headers: { ...message.headers },
    attachments: message.attachments?.map(({ name, contentType, content }) => ({
      filename: name,
      contentType,
      content,
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return mail.compile().build();
}

/** What a reader sees of a message, by a parser that has to do with neither composer. */
export interface Seen {
  readonly from: unknown;
  readonly to: unknown;
  readonly replyTo: unknown;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly attachments: readonly { name: string; content: string }[];
}

export async function read(mime: Buffer): Promise<Seen> {
  const email: Email = await PostalMime.parse(mime);
  const header = (key: string): string =>
    decodeWords(email.headers.find((one) => one.key === key)?.value ?? '');
  return {
    from: email.from,
    to: email.to,
    replyTo: email.replyTo,
    subject: shownHeader(header('subject')),
    text: shownText(email.text ?? ''),
    html: shownText(email.html ?? ''),
    headers: Object.fromEntries<string>(
      email.headers
        .filter(({ key }) => /^(?:x-|list-|feedback-)/.test(key))
        .map(({ key, value }): [string, string] => [key, shownHeader(decodeWords(value))])
        .filter(([, value]) => value !== ''),
    ),
    attachments: email.attachments.map(({ filename, content }) => ({
      name: shownHeader(filename ?? ''),
      content: Buffer.from(content as ArrayBuffer).toString('hex'),
    })),
  };
}

/**
 * Line ends as LF. Those at the end are the transport's, in the eyes of the parser, and a byte order
 * mark at the beginning is none of the text.
 */
export function shownText(text: string): string {
  return wellFormed(text)
    .replace(/\r\n?/g, '\n')
    .replace(/^\ufeff+/, '')
    .replace(/\n+$/, '');
}

/**
 * A header's text: one line, with no control characters. Where an encoded word begins, the parser drops
 * a byte order mark.
 */
export function shownHeader(text: string): string {
  return wellFormed(text)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/\ufeff/g, '')
    .trim();
}

/** As UTF-8 has it. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');
