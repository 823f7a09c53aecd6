import type { SendOutcome } from '../channels/channel.js';
import type { Answer } from './post.js';

/** Characters of an error that are passed on. */
const maxText = 1000;

/** What an error of the API says, and of what. */
type Meaning =
  /** Of all that we send: nothing can be sent this way now. */
  | 'everything'
  /** Of who sends: others may. */
  | 'sender'
  /** Of how fast we send. */
  | 'pace'
  /** Of this message: its content, or its recipient. */
  | 'message';

/**
 * By the names of the errors of SendEmail and of those that every service has.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html#API_SendEmail_Errors
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/CommonErrors.html
 */
const meanings: Readonly<Record<string, Meaning>> = {
  AccountSuspendedException: 'everything',
  SendingPausedException: 'everything',
  LimitExceededException: 'everything',
  MailFromDomainNotVerifiedException: 'sender',
  NotFoundException: 'sender',
  MessageRejected: 'message',
  BadRequestException: 'message',
  TooManyRequestsException: 'pace',
  ThrottlingException: 'pace',
  Throttling: 'pace',
  ServiceUnavailable: 'everything',
  ExpiredTokenException: 'everything',
  IncompleteSignature: 'everything',
  IncompleteSignatureException: 'everything',
  InvalidClientTokenId: 'everything',
  MissingAuthenticationToken: 'everything',
  MissingAuthenticationTokenException: 'everything',
  NotAuthorized: 'everything',
  OptInRequired: 'everything',
  RequestExpired: 'everything',
  SignatureDoesNotMatch: 'everything',
  UnrecognizedClientException: 'everything',
  AccessDeniedException: 'everything',
};

/** Where the name tells nothing, the status does (RFC 9110 section 15). */
const byStatus: Readonly<Record<number, Meaning>> = {
  401: 'everything',
  403: 'everything',
  404: 'everything',
  407: 'everything',
  413: 'message',
  429: 'pace',
  503: 'everything',
};

/**
 * What an answer means for the message. Codes and statuses are those with which SES refuses by SMTP
 * (RFC 5321, RFC 3463), so that what is written down does not depend on the way.
 */
export function outcomeOfAnswer(answer: Answer): SendOutcome {
  const { status, body } = answer;
  // Also when its words were lost on the way.
  if (status >= 200 && status < 300)
    return {
      state: 'accepted',
      code: 250,
      providerId: textOf(body, 'MessageId')?.slice(0, 128) ?? null,
    };
  // Somebody in between got no answer: who knows what became of it.
  if (status === 502 || status === 504) return { state: 'uncertain' };
  const text = (textOf(body, 'message') ?? textOf(body, 'Message') ?? '').slice(0, maxText);
  const name = nameOf(answer);
  switch (meaningOf(name, status, text)) {
    case 'everything':
      return { state: 'unavailable', why: `SES answered ${status} ${name}`.trim() };
    case 'sender':
      return { state: 'deferred', code: 454, status: '4.7.0', text, ofSender: true };
    case 'pace':
      return { state: 'deferred', code: 454, status: '4.7.0', text };
    case 'message':
      return status === 413
        ? { state: 'failed', code: 552, status: '5.3.4', text }
        : { state: 'failed', code: 554, status: name === 'MessageRejected' ? '5.6.0' : null, text };
    default:
      // What nobody knows passes, or is given up with time: that costs less than a campaign.
      return { state: 'deferred', code: 451, status: null, text };
  }
}

function meaningOf(name: string, status: number, text: string): Meaning | undefined {
  const meaning = meanings[name] ?? byStatus[status];
  // "Email address is not verified", which may be said of From, Source or Return-Path.
  return meaning === 'message' && /\bnot verified\b/i.test(text) ? 'sender' : meaning;
}

/** `MessageRejected`, also out of `MessageRejected:http://…` or `com.amazonaws…#MessageRejected`. */
const nameOf = ({ headers, body }: Answer): string => {
  const header = headers['x-amzn-errortype'];
  const said = typeof header === 'string' ? header : (textOf(body, '__type') ?? '');
  return /^[\w-]{1,100}/.exec(said.split('#').at(-1)!)?.[0] ?? '';
};

function textOf(body: string, name: string): string | null {
  try {
    const value = (JSON.parse(body) as Record<string, unknown> | null)?.[name];
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}
