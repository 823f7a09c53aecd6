import type { Clock } from '#libs/kernel';
import type { Channel, EmailMessage, SendOutcome } from '../channels/channel.js';
import type { Urgency } from '../pace/urgency.js';
import { Lanes } from '../delivery/lanes.js';
import { composeMime, needsSmtpUtf8 } from '../mime/index.js';
import { NoAnswer, Poster } from './post.js';
import { outcomeOfAnswer } from './ses-outcome.js';
import { signV4, type AwsCredentials } from './sign-v4.js';

export interface SesOptions extends AwsCredentials {
  /** Where the API is, such as `https://email.ap-southeast-1.amazonaws.com`. */
  endpoint: string;
  connections: number;
  /** Longest time from connecting to the end of the answer, ms. */
  silenceMs: number;
  /** Longest time from `send` to the outcome, ms. */
  attemptMs: number;
}

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html */
const path = '/v2/email/outbound-emails';

const tooLate: SendOutcome = { state: 'unavailable', why: 'No connection was free in time.' };

/**
 * Sends e-mail through the API of Amazon SES, version 2. It knows no idempotency key: a request that the
 * server can have had and whose answer is lost is uncertain, as it is with SMTP.
 */
export class SesChannel implements Channel<EmailMessage> {
  private readonly lanes: Lanes;
  private readonly poster: Poster;
  private readonly host: string;

  constructor(
    private readonly options: SesOptions,
    private readonly clock: Clock,
  ) {
    const url = new URL(options.endpoint);
    this.host = url.host;
    this.lanes = new Lanes(options.connections);
    this.poster = new Poster(url, options.connections);
  }

  send(message: EmailMessage, urgency?: Urgency): Promise<SendOutcome> {
    const deadline = performance.now() + this.options.attemptMs;
    return this.lanes.run(async () => {
      const left = deadline - performance.now();
      // Past it others may have taken it for lost: it must not leave any more.
      return left > 0 ? this.sendNow(message, Math.min(left, this.options.silenceMs)) : tooLate;
    }, urgency);
  }

  private async sendNow(message: EmailMessage, limitMs: number): Promise<SendOutcome> {
    // SES takes no letters beyond ASCII in the local part (RFC 6531 section 3.5 for the status).
    if (needsSmtpUtf8(message)) return { state: 'failed', code: null, status: '5.6.7' };
    let body: Buffer;
    try {
      body = bodyOf(message);
    } catch {
      return { state: 'failed', code: null, status: null };
    }
    const unsigned = { method: 'POST', host: this.host, path, headers: json, body };
    const headers = signV4(unsigned, this.options, 'ses', this.clock.now());
    try {
      return outcomeOfAnswer(await this.poster.post(path, headers, body, limitMs));
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      return error.handedOver ? { state: 'uncertain' } : { state: 'unavailable', why: error.why };
    }
  }

  async close(): Promise<void> {
    this.poster.close();
  }
}

const json = { 'content-type': 'application/json' };

/**
 * The message as we have made it, in whole; the envelope beside it. SES has an envelope sender of its own,
 * and passes on to ours what comes back.
 */
function bodyOf(message: EmailMessage): Buffer {
  const mime = message.source ?? composeMime(message, { eightBit: false });
  return Buffer.from(
    JSON.stringify({
      // FromEmailAddress is left out: SES would put it in place of the message's own From.
      FeedbackForwardingEmailAddress: message.envelopeFrom,
      Destination: { ToAddresses: [message.to] },
      Content: { Raw: { Data: mime.toString('base64') } },
    }),
  );
}
