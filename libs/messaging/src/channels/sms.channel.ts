import { messageOf } from '#libs/kernel';
import type { Channel, SendOutcome, SmsMessage } from './channel.js';

export interface SmsOptions {
  /** Where messages are posted. */
  url: string;
  token: string | null;
  timeoutMs: number;
}

/**
 * Sends through an HTTP gateway: `POST { id, from, to, text, campaign }` answers
 * `201 { messageId }`. The id is an idempotency key, so an attempt without an answer may simply be
 * made again: nothing here is ever uncertain.
 */
export class SmsChannel implements Channel<SmsMessage> {
  constructor(private readonly options: SmsOptions) {}

  async send(message: SmsMessage): Promise<SendOutcome> {
    const { url, token, timeoutMs } = this.options;
    let response: Response;
    try {
      response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token ? { authorization: `Bearer ${token}` } : {}),
        },
        body: JSON.stringify({
          id: message.messageId,
          from: message.from,
          to: message.to,
          text: message.text,
          campaign: message.campaignId,
        }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch (error) {
      return { state: 'unavailable', why: messageOf(error) };
    }
    const body = await response.text().catch(() => '');
    return outcomeOf(response.status, body);
  }

  async close(): Promise<void> {}
}

/** The gateway's status, read as SMTP's classes are: passing, final, or not about this message. */
function outcomeOf(status: number, body: string): SendOutcome {
  if (status >= 200 && status < 300)
    return { state: 'accepted', code: status, providerId: messageIdOf(body) };
  if (status === 401 || status === 403 || status === 404 || status === 503)
    return { state: 'unavailable', why: `gateway answered ${status}` };
  if (status === 429 || status === 408 || status >= 500)
    return { state: 'deferred', code: status, status: null };
  return { state: 'failed', code: status, status: null };
}

function messageIdOf(body: string): string | null {
  try {
    const { messageId } = JSON.parse(body) as { messageId?: unknown };
    return typeof messageId === 'string' ? messageId.slice(0, 128) : null;
  } catch {
    return null;
  }
}
