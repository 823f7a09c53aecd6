import type { Readable } from 'node:stream';
import type { FastifyInstance, InjectOptions } from 'fastify';

/** What came back. */
export interface Answer<Body = Record<string, unknown>> {
  status: number;
  headers: Record<string, string | string[] | number | undefined>;
  /** Parsed when it is JSON of some kind, else `{}`. */
  body: Body;
  text: string;
}

type Headers = Record<string, string>;
type Method = 'OPTIONS' | 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Payload = object | string | Buffer | Readable;

/** Calls the API in the same process, with the same headers each time. */
export class Client {
  constructor(
    private readonly server: Pick<FastifyInstance, 'inject'>,
    private readonly headers: Headers = {},
  ) {}

  /** A client that sends these headers too. */
  with(headers: Headers): Client {
    return new Client(this.server, { ...this.headers, ...headers });
  }

  /** A client that calls with an API key. */
  withKey(key: string): Client {
    return new Client(this.server, { authorization: `Bearer ${key}` });
  }

  get<B = Record<string, unknown>>(url: string, headers?: Headers): Promise<Answer<B>> {
    return this.send('GET', url, undefined, headers);
  }

  post<B = Record<string, unknown>>(
    url: string,
    payload?: Payload,
    headers?: Headers,
  ): Promise<Answer<B>> {
    return this.send('POST', url, payload, headers);
  }

  put<B = Record<string, unknown>>(
    url: string,
    payload?: Payload,
    headers?: Headers,
  ): Promise<Answer<B>> {
    return this.send('PUT', url, payload, headers);
  }

  patch<B = Record<string, unknown>>(
    url: string,
    payload?: Payload,
    headers?: Headers,
  ): Promise<Answer<B>> {
    return this.send('PATCH', url, payload, headers);
  }

  delete<B = Record<string, unknown>>(url: string, headers?: Headers): Promise<Answer<B>> {
    return this.send('DELETE', url, undefined, headers);
  }

  async send<B = Record<string, unknown>>(
    method: Method,
    url: string,
    payload?: Payload,
    headers: Headers = {},
    remoteAddress = '127.0.0.1',
  ): Promise<Answer<B>> {
    const options: InjectOptions = {
      method,
      url,
      payload,
      remoteAddress,
      headers: { ...this.headers, ...headers },
    };
    const response = await this.server.inject(options);
    const type = String(response.headers['content-type'] ?? '');
    const isJson = /[/+]json\b/.test(type);
    return {
      status: response.statusCode,
      headers: response.headers,
      body: (isJson ? JSON.parse(response.body) : {}) as B,
      text: response.body,
    };
  }
}
