import { Agent as HttpAgent, request as requestHttp, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';

/** Connections without work are given up after this, ms: before a server does it under a request. */
const idleMs = 5000;
/** Characters of an answer that are kept: those of an API are short. */
const maxAnswer = 64 * 1024;

export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  /** As far as it came: a connection may break within it. */
  body: string;
}

/** There was no answer. */
export class NoAnswer extends Error {
  constructor(
    readonly why: string,
    /** The last octet was handed to the system: the server can have the request. */
    readonly handedOver: boolean,
  ) {
    super(why);
  }
}

/**
 * Posts over connections that are kept. Knows of each request whether the server can have had all of it,
 * which `fetch` does not tell.
 */
export class Poster {
  private readonly secure: boolean;
  private readonly agent: HttpAgent;

  /** @param url where all requests go, `https:` or `http:`; its path is not looked at. */
  constructor(
    private readonly url: URL,
    connections: number,
  ) {
    this.secure = url.protocol === 'https:';
    const options = { keepAlive: true, maxSockets: connections, timeout: idleMs };
    this.agent = this.secure ? new HttpsAgent(options) : new HttpAgent(options);
  }

  /**
   * Redirects are not followed, and nothing is ever sent twice.
   * @param limitMs from connecting to the end of the answer.
   * @throws NoAnswer
   */
  post(
    path: string,
    headers: Record<string, string>,
    body: Buffer,
    limitMs: number,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      let handedOver = false;
      const start = this.secure ? requestHttps : requestHttp;
      const request = start(new URL(path, this.url), {
        method: 'POST',
        agent: this.agent,
        headers: { ...headers, 'content-length': body.length },
      });
      const late = setTimeout(() => request.destroy(new Error('ETIMEDOUT')), limitMs);
      request.once('finish', () => (handedOver = true));
      // Stays: what comes after the answer is told by the answer itself.
      request.on('error', (error: NodeJS.ErrnoException) =>
        reject(new NoAnswer(error.code ?? error.message, handedOver)),
      );
      request.once('close', () => clearTimeout(late));
      request.once('response', (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          if (text.length > maxAnswer) response.destroy();
        });
        response.on('error', () => undefined);
        response.once('close', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      });
      request.end(body);
    });
  }

  /** To be called once nothing is under way. */
  close(): void {
    this.agent.destroy();
  }
}
