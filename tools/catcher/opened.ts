import PostalMime from 'postal-mime';
import type { CaughtMessage } from './caught.js';

/** A message opened for reading. */
export interface OpenedMessage extends CaughtMessage {
  /** In the order they stand in the message, decoded; empty for an SMS. */
  headers: { name: string; value: string }[];
  text: string;
  html: string | null;
  attachments: { filename: string | null; type: string; size: number }[];
}

export async function openMessage(message: CaughtMessage, source: Buffer): Promise<OpenedMessage> {
  if (message.kind === 'sms') {
    return { ...message, headers: [], text: source.toString('utf8'), html: null, attachments: [] };
  }
  const parsed = await PostalMime.parse(source, { attachmentEncoding: 'arraybuffer' });
  return {
    ...message,
    headers: parsed.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    text: parsed.text ?? '',
    html: parsed.html ?? null,
    attachments: parsed.attachments.map(({ filename, mimeType, content }) => ({
      filename,
      type: mimeType,
      size: typeof content === 'string' ? content.length : content.byteLength,
    })),
  };
}
