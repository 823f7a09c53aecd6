import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GatewayChannel, ownShape, readGatewayShape, TwilioChannel } from '#libs/messaging';
import type { Heard, Manner, SmsPeer } from './peer.js';

type Answered = Exclude<Manner, 'hang up' | 'say nothing'>;

interface Dialect {
  /** What a request says; null when it is not one. */
  read(request: IncomingMessage, body: string): Heard | null;
  answers: Record<Answered, readonly [status: number, body: object]>;
  channel(url: string, timeoutMs: number): ReturnType<SmsPeer['channel']>;
}

const token = 'a token of sixteen';

/** A gateway of our own shape, where an id is an idempotency key. */
export const own: Dialect = {
  read: ({ method, headers }, body) => {
    if (method !== 'POST' || headers.authorization !== `Bearer ${token}`) return null;
    const { from, to, text } = JSON.parse(body) as Heard;
    return { from, to, text };
  },
  answers: {
    take: [201, { messageId: 'gw-1' }],
    'refuse the number': [422, {}],
    'refuse for the time being': [429, {}],
    'refuse everybody': [401, {}],
  },
  channel: (url, timeoutMs) =>
    new GatewayChannel({
      url,
      token,
      timeoutMs,
      shape: { ...ownShape, statuses: { '422': 'invalid_number' } },
    }),
};

/** One that is described by configuration: a form, and results of its own in answers that are all 200. */
export const described: Dialect = {
  read: ({ method, headers, url }, body) => {
    const form = new URLSearchParams(body);
    if (method !== 'POST' || url !== '/send' || headers['x-key'] !== token) return null;
    return {
      from: form.get('sender') ?? '',
      to: `+${form.get('msisdn')}`,
      text: form.get('body') ?? '',
    };
  },
  answers: {
    take: [200, { code: 0, data: [{ ref: 4711 }] }],
    'refuse the number': [200, { code: 12 }],
    'refuse for the time being': [200, { code: 30 }],
    'refuse everybody': [200, { code: 99 }],
  },
  channel: (url, timeoutMs) =>
    new GatewayChannel({
      url: `${url}/send`,
      token,
      timeoutMs,
      shape: readGatewayShape(
        JSON.stringify({
          format: 'form',
          headers: { 'X-Key': '{token}' },
          fields: { sender: '{from}', msisdn: '{digits}', body: '{text}' },
          id: 'data.0.ref',
          results: {
            at: 'code',
            meanings: { 0: 'accepted', 12: 'invalid_number', 30: 'deferred', 99: 'unavailable' },
          },
        }),
      ),
    }),
};

const login = 'AC0123456789abcdef0123456789abcdef:an-auth-token-of-twilio';

export const twilio: Dialect = {
  read: ({ method, headers, url }, body) => {
    const path = '/2010-04-01/Accounts/AC0123456789abcdef0123456789abcdef/Messages.json';
    const basic = `Basic ${Buffer.from(login).toString('base64')}`;
    if (method !== 'POST' || url !== path || headers.authorization !== basic) return null;
    const form = new URLSearchParams(body);
    if (!form.get('StatusCallback')?.startsWith('https://m.example.test/')) return null;
    return { from: form.get('From')!, to: form.get('To')!, text: form.get('Body')! };
  },
  answers: {
    take: [201, { sid: 'SM00000000000000000000000000000001', status: 'queued' }],
    'refuse the number': [
      400,
      { code: 21211, message: "The 'To' number +66812345678 is not valid." },
    ],
    'refuse for the time being': [429, { code: 20429, message: 'Too Many Requests' }],
    'refuse everybody': [401, { code: 20003, message: 'Authenticate' }],
  },
  channel: (url, timeoutMs) =>
    new TwilioChannel({
      url,
      login,
      timeoutMs,
      statusCallback: (id) => `https://m.example.test/${id}`,
    }),
};

/** Starts a gateway that speaks the dialect. */
export async function httpPeer(dialect: Dialect): Promise<SmsPeer> {
  const heard: Heard[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse, body: string): void => {
    const message = dialect.read(request, body);
    if (!message) return void response.writeHead(418).end();
    const { manner } = peer;
    if (manner === 'hang up') return void response.destroy();
    if (manner === 'say nothing') return;
    if (manner === 'take') heard.push(message);
    const [status, said] = dialect.answers[manner];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(request, response, Buffer.concat(chunks).toString()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const peer: SmsPeer = {
    manner: 'take',
    heard,
    channel: ({ silenceMs }) => dialect.channel(url, silenceMs),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return peer;
}
