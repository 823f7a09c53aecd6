import type { Channel, SendOutcome, SmsMessage } from '../channels/channel.js';
import type { GatewayShape, Meaning, Template } from './gateway-shape.js';
import { ask, valueAt, type HttpAnswer } from './http-answer.js';

export interface GatewayOptions {
  /** Where messages are posted. */
  url: string;
  /** Stands for `{token}`; without a header of the shape's own it goes as a bearer token. */
  token: string | null;
  shape: GatewayShape;
  /** From connecting to the end of the answer, ms. */
  timeoutMs: number;
}

/** Characters of an id, and of an answer's words, that are kept. */
const maxId = 128;
const maxText = 500;

/**
 * Sends through an HTTP gateway that is described by configuration. Where the shape says that an id
 * is an idempotency key, an attempt without an answer is simply made again: nothing is ever uncertain.
 */
export class GatewayChannel implements Channel<SmsMessage> {
  constructor(private readonly options: GatewayOptions) {}

  async send(message: SmsMessage): Promise<SendOutcome> {
    const { shape, timeoutMs } = this.options;
    const { idempotent } = shape;
    const [url, request] = this.request(message);
    const answer = await ask(url, request, { timeoutMs, idempotent });
    return 'state' in answer ? answer : outcomeOf(answer, shape);
  }

  async close(): Promise<void> {}

  private request(message: SmsMessage): [url: string, request: RequestInit] {
    const { url, token, shape } = this.options;
    const { method, format } = shape;
    const values = valuesOf(message, token);
    const fields = filled(shape.fields, values);
    const headers: Record<string, string> = {
      ...(token && !usesToken(shape) && { authorization: `Bearer ${token}` }),
      ...(filled(shape.headers, values) as Record<string, string>),
    };
    if (format === 'json') {
      const body = JSON.stringify(fields);
      return [url, { method, headers: { 'content-type': 'application/json', ...headers }, body }];
    }
    const form = new URLSearchParams(fields as Record<string, string>);
    if (format === 'form') return [url, { method, headers, body: form }];
    const address = new URL(url);
    for (const [name, value] of form) address.searchParams.append(name, value);
    return [address.href, { method, headers }];
  }
}

const usesToken = ({ headers, fields }: GatewayShape): boolean =>
  JSON.stringify([headers, fields]).includes('{token}');

const valuesOf = (message: SmsMessage, token: string | null): Record<string, string> => ({
  id: message.messageId,
  from: message.from,
  to: message.to,
  digits: message.to.replace(/^\+/, ''),
  text: message.text,
  campaign: message.campaignId,
  token: token ?? '',
});

/** In one pass: what a message says in braces stays as it is. */
function filled(template: Template, values: Readonly<Record<string, string>>): Template {
  if (typeof template === 'string')
    return template.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
  if (Array.isArray(template)) return template.map((each: Template) => filled(each, values));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, each]) => [name, filled(each, values)]),
  );
}

/** What a status means where the shape does not say. A request that broke off inside may have been heard. */
function usual(status: number, idempotent: boolean): Meaning | 'uncertain' {
  if (status >= 200 && status < 300) return 'accepted';
  if (status === 401 || status === 403 || status === 404 || status === 503 || status < 400)
    return 'unavailable';
  if (status === 429 || status === 408) return 'deferred';
  if (status >= 500) return idempotent ? 'deferred' : 'uncertain';
  return 'failed';
}

function outcomeOf({ status, body }: HttpAnswer, shape: GatewayShape): SendOutcome {
  const said = shape.statuses[String(status)] ?? usual(status, shape.idempotent);
  const meaning = said === 'accepted' ? (resultOf(body, shape) ?? said) : said;
  const text = body.slice(0, maxText);
  switch (meaning) {
    case 'accepted': {
      const id = shape.id === '' ? null : valueAt(body, shape.id)?.slice(0, maxId);
      return { state: 'accepted', code: status, providerId: id ?? null };
    }
    case 'unavailable':
      return { state: 'unavailable', why: `gateway answered ${status}` };
    case 'uncertain':
      return { state: 'uncertain' };
    case 'invalid_number': {
      const verdict = { class: 'hard', rule: 'bad_number' } as const;
      return { state: 'failed', code: status, status: null, text, verdict };
    }
    default:
      return { state: meaning, code: status, status: null, text };
  }
}

/** What the answer's own result means; undefined where the shape or the answer has none. */
function resultOf(body: string, { results }: GatewayShape): Meaning | undefined {
  const result = results && valueAt(body, results.at);
  if (!results || result === null) return undefined;
  return Object.hasOwn(results.meanings, result) ? results.meanings[result] : 'failed';
}
