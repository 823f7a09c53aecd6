import PostalMime, { type Address } from 'postal-mime';
import type { CaughtMessage } from './caught.js';

/** A message opened for reading. */
export interface OpenedMessage extends CaughtMessage {
  /** In the order they stand in the message, decoded; empty for an SMS. */
  headers: { name: string; value: string }[];
  /** The author as a mail program shows it, decoded; empty for an SMS. */
  author: string;
  text: string;
  html: string | null;
  attachments: { filename: string | null; type: string; size: number }[];
}

export async function openMessage(message: CaughtMessage, source: Buffer): Promise<OpenedMessage> {
  if (message.kind === 'sms') {
    return {
      ...message,
      headers: [],
      author: '',
      text: source.toString('utf8'),
      html: null,
      attachments: [],
    };
  }
  const parsed = await PostalMime.parse(source, { attachmentEncoding: 'arraybuffer' });
  return {
    ...message,
    headers: parsed.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    author: authorOf(parsed.from),
    text: parsed.text ?? '',
    html: parsed.html ?? null,
    attachments: parsed.attachments.map(({ filename, mimeType, content }) => ({
      filename,
      type: mimeType,
      size: typeof content === 'string' ? content.length : content.byteLength,
    })),
  };
}

const authorOf = (from: Address | undefined): string =>
  from ? `${from.name} <${from.address ?? ''}>`.trim() : '';
