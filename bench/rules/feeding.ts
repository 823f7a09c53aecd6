import { request, Agent } from 'node:http';
import { Random, Weighted } from '../../tools/sample/generator/random.js';
import { eventNames } from './population.js';
import type { Bench } from './stack.js';

const shares = [25, 22, 6, 14, 12, 8, 5, 4, 2, 2];
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
let serial = 0;

/** Sends one batch of messages. @returns milliseconds from sending to the answer */
export function sendBatch({ settings, basic }: Bench, batch: readonly object[]): Promise<number> {
  const body = JSON.stringify({ batch, sentAt: new Date().toISOString() });
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const headers = {
      Authorization: basic,
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
    };
    const call = request(
      `${settings.apiUrl}/v1/batch`,
      { method: 'POST', agent, headers },
      (answer) => {
        answer.resume();
        answer.on('end', () => {
          if (answer.statusCode === 200) resolve(performance.now() - began);
          else reject(new Error(`Events were answered with ${answer.statusCode}.`));
        });
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

/** One tracked event of the present. */
export function track(contact: number, event: string, properties: object = {}): object {
  const messageId = `bench-${(serial += 1)}`;
  const timestamp = new Date().toISOString();
  return { type: 'track', messageId, userId: `x${contact}`, event, properties, timestamp };
}

/** Events as the data set has them, of contacts drawn evenly. */
export function* ordinary(contacts: number): Generator<object> {
  const random = new Random('what comes in');
  const names = new Weighted(shares);
  for (;;) {
    const event = eventNames[names.draw(random)]!;
    const bought = event === 'purchased' ? { revenue: 450, currency: 'THB' } : {};
    yield track(random.between(1, contacts), event, bought);
  }
}

/** The next `count` of a generator. */
export const take = (from: Generator<object>, count: number): object[] =>
  Array.from({ length: count }, () => from.next().value as object);
