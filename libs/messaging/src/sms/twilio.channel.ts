import type { Channel, SendOutcome, SmsMessage } from '../channels/channel.js';
import { ask, valueAt, type HttpAnswer } from './http-answer.js';
import { ofAccount, passing, twilioCode, twilioVerdict } from './twilio-codes.js';

export interface TwilioOptions {
  /** Base address without a trailing slash. */
  url: string;
  /** `AccountSid:AuthToken`. */
  login: string;
  /** Where it is to tell what becomes of the message with this id. */
  statusCallback: (messageId: string) => string;
  /** From connecting to the end of the answer, ms. */
  timeoutMs: number;
}

const maxText = 500;
/** Of the next hop's id, characters. */
const maxId = 128;

/**
 * Sends as Twilio wants to be asked: a form to `Messages.json`, HTTP Basic, `201` with the message's
 * sid. There is no idempotency key: what was asked and not answered is uncertain.
 * https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
 */
export class TwilioChannel implements Channel<SmsMessage> {
  constructor(private readonly options: TwilioOptions) {}

  async send({ messageId, to, from, text }: SmsMessage): Promise<SendOutcome> {
    const { url, login, statusCallback, timeoutMs } = this.options;
    const account = login.slice(0, login.indexOf(':'));
    const answer = await ask(
      `${url}/2010-04-01/Accounts/${account}/Messages.json`,
      {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(login).toString('base64')}` },
        body: new URLSearchParams({
          To: to,
          From: from,
          Body: text,
          StatusCallback: statusCallback(messageId),
        }),
      },
      { timeoutMs, idempotent: false },
    );
    return 'state' in answer ? answer : outcomeOf(answer);
  }

  async close(): Promise<void> {}
}

function outcomeOf({ status, body }: HttpAnswer): SendOutcome {
  if (status >= 200 && status < 300)
    return {
      state: 'accepted',
      code: status,
      providerId: valueAt(body, 'sid')?.slice(0, maxId) ?? null,
    };
  const code = twilioCode(valueAt(body, 'code')) ?? status;
  const text = (valueAt(body, 'message') ?? '').slice(0, maxText);
  if (status === 429 || passing.has(code)) return { state: 'deferred', code, status: null, text };
  if (status < 400 || [401, 403, 404, 503].includes(status) || ofAccount.has(code))
    return { state: 'unavailable', why: `Twilio answered ${status} (${code})` };
  // A server that broke off inside may have taken it.
  if (status >= 500) return { state: 'uncertain' };
  const verdict = twilioVerdict(code);
  return { state: 'failed', code, status: null, text, verdict };
}
