import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Faults } from './faults.js';
import { bodyOf, close, listen, portOf, sendJson, sendProblem } from './http.js';
import type { CaughtStore } from './store.js';

/** What the gateway is asked to send: `POST /sms/messages`. */
interface SmsRequest {
  /** Chosen by the client. The same id again is the same message: it is sent once. */
  id: string;
  from: string;
  /** E.164 */
  to: string;
  text: string;
  campaign?: string;
}

const longestBody = 64 * 1024;

/** An SMS gateway that accepts every message and delivers none. */
export class SmsCatcher {
  readonly faults = new Faults();
  /** By the client's id, so that a repetition finds a message that is still being written. */
  private readonly accepted = new Map<string, Promise<string>>();
  private server!: Server;

  private constructor(
    private readonly store: CaughtStore,
    private readonly token: string | undefined,
  ) {
    for (const sms of store.each('sms')) {
      this.accepted.set(sms.messageId, Promise.resolve(gatewayId(sms)));
    }
  }

  /** @param options token: the bearer token to insist on; none when absent */
  static async start(
    store: CaughtStore,
    options: { port?: number; host?: string; token?: string } = {},
  ): Promise<SmsCatcher> {
    const catcher = new SmsCatcher(store, options.token);
    catcher.server = await listen(
      (request, response) => {
        catcher.answer(request, response).catch(() => response.destroy());
      },
      options.port ?? 0,
      options.host ?? '127.0.0.1',
    );
    return catcher;
  }

  get port(): number {
    return portOf(this.server);
  }

  /** For SMS_GATEWAY_URL. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  stop(): Promise<void> {
    return close(this.server);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url !== '/sms/messages') return sendProblem(response, 404, 'no such path');
    if (request.method !== 'POST') return sendProblem(response, 405, 'only POST');
    if (this.token !== undefined && request.headers.authorization !== `Bearer ${this.token}`) {
      return sendProblem(response, 401, 'wrong or missing bearer token');
    }
    const body = await bodyOf(request, longestBody);
    if (body === undefined) return sendProblem(response, 413, `more than ${longestBody} octets`);
    const sms = read(body);
    if (typeof sms === 'string') return sendProblem(response, 400, sms);
    const fault = this.faults.strike([sms.to], () => true);
    if (fault?.do === 'drop-before') return void response.destroy();
    if (fault?.do === 'reply') return sendProblem(response, fault.code, fault.text);
    const repeated = this.accepted.has(sms.id);
    const messageId = await this.keep(sms);
    if (fault?.do === 'drop-after') return void response.destroy();
    if (fault?.do === 'delay') await sleep(fault.milliseconds);
    sendJson(response, repeated ? 200 : 201, { messageId });
  }

  /** @returns the gateway's own id of the message, the same for every repetition */
  private keep(sms: SmsRequest): Promise<string> {
    const earlier = this.accepted.get(sms.id);
    if (earlier !== undefined) return earlier;
    const messageId = this.store.add(arrival(sms), Buffer.from(sms.text, 'utf8')).then(gatewayId);
    this.accepted.set(sms.id, messageId);
    messageId.catch(() => this.accepted.delete(sms.id));
    return messageId;
  }
}

const gatewayId = ({ id }: { id: string }): string => `sms-${id}`;

const arrival = (sms: SmsRequest) => ({
  kind: 'sms' as const,
  from: sms.from,
  to: [sms.to],
  subject: '',
  messageId: sms.id,
  campaign: sms.campaign ?? '',
});

/** @returns what is wrong with it when it is not a request */
function read(body: Buffer): SmsRequest | string {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    return 'the body is not JSON';
  }
  if (typeof value !== 'object' || value === null) return 'the body is not a JSON object';
  const fields = value as Record<string, unknown>;
  for (const name of ['id', 'from', 'to', 'text']) {
    if (typeof fields[name] !== 'string' || fields[name] === '') return `${name} is not a text`;
  }
  if (!/^\+[1-9]\d{6,14}$/.test(fields.to as string)) return 'to is not a number in E.164';
  if (fields.campaign !== undefined && typeof fields.campaign !== 'string') {
    return 'campaign is not a text';
  }
  return value as SmsRequest;
}
