import { connect, type Socket } from 'node:net';

/** Digits of a message's number. */
const digits = 12;

/** One request, built beforehand; only the numbers that make its messages' ids unique are rewritten. */
export class Template {
  private readonly bytes: Buffer;
  private readonly places: number[] = [];

  constructor(
    readonly messages: number,
    headers: Record<string, string>,
    path: string,
  ) {
    const mark = 'N'.repeat(digits);
    const batch = Array.from({ length: messages }, (_, i) => messageOf(i, `load-${mark}`));
    const body = JSON.stringify({ batch, writeKey: 'in the header', sentAt: timestamp });
    const head = Object.entries({ ...headers, 'Content-Length': String(Buffer.byteLength(body)) });
    const lines = head.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    this.bytes = Buffer.from(`POST ${path} HTTP/1.1\r\n${lines}\r\n${body}`);
    for (let at = this.bytes.indexOf(mark); at >= 0; at = this.bytes.indexOf(mark, at + 1))
      this.places.push(at);
  }

  get length(): number {
    return this.bytes.length;
  }

  /** The request with messages numbered from `first`; a copy, since a socket may keep it for a while. */
  numbered(first: number): Buffer {
    const bytes = Buffer.from(this.bytes);
    this.places.forEach((at, i) => bytes.write(String(first + i).padStart(digits, '0'), at));
    return bytes;
  }
}

const timestamp = '2026-11-22T02:59:00.000Z';

/** A message as a server library of Segment's sends it, about 500 bytes. */
const messageOf = (i: number, messageId: string) => ({
  messageId,
  type: 'track',
  userId: `customer-${String(i * 7919).padStart(7, '0')}`,
  event: i % 5 === 0 ? 'Order Completed' : 'Product Viewed',
  properties: {
    product_id: `sku-${i}`,
    name: 'ชาเขียวออร์แกนิก 100 g',
    category: 'tea',
    value: 149.5 + i,
    currency: 'THB',
    url: 'https://shop.example.test/tea/green',
  },
  timestamp,
  context: { library: { name: 'analytics-node', version: '3.1.0' } },
  integrations: {},
  _metadata: { nodeVersion: '20.20.0', jsRuntime: 'node' },
});

export interface Load {
  acknowledged: number;
  refused: number;
  seconds: number;
  /** Milliseconds from a request to its answer. */
  p50: number;
  p99: number;
}

/** Sends batches over so many connections, one request each at a time, for so many seconds. */
export async function sendLoad(
  url: URL,
  template: Template,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<Load> {
  let next = 0;
  const load = { acknowledged: 0, refused: 0 };
  const times: number[] = [];
  const began = performance.now();
  const end = began + seconds * 1000;
  const work = (socket: Socket): Promise<void> =>
    new Promise((resolve, reject) => {
      let sent = 0;
      let answer = '';
      const send = (): void => {
        if (performance.now() >= end) {
          socket.end();
          return resolve();
        }
        answer = '';
        sent = performance.now();
        socket.write(template.numbered(next));
        next += template.messages;
      };
      socket.setEncoding('latin1').on('error', reject).on('connect', send);
      socket.on('data', (text: string) => {
        answer += text;
        if (!answer.endsWith('}')) return;
        times.push(performance.now() - sent);
        if (answer.startsWith('HTTP/1.1 200')) load.acknowledged += template.messages;
        else load.refused += template.messages;
        send();
      });
    });
  await Promise.all(
    Array.from({ length: connections }, () => work(connect(Number(url.port), url.hostname))),
  );
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.floor(times.length * share)] ?? 0);
  return {
    ...load,
    seconds: (performance.now() - began) / 1000,
    p50: at(0.5),
    p99: at(0.99),
  };
}
