import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Database } from '#libs/platform';
import { startApi, type TestApi } from '../support/app.js';
import { DatabaseProxy } from '../support/database-proxy.js';
import { processEnv } from '../support/env.js';
import { until } from '../support/until.js';

let api: TestApi;
let key: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  api = await startApi();
  const admin = await api.as('admin');
  const made = await admin.post<{ key: string }>('/v1/api-keys', {
    name: 'shop',
    scopes: ['events:write'],
  });
  ({ key } = made.body);
});
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));
afterAll(() => api.close());

type Env = Record<string, string>;

function start(program: 'api' | 'worker', env: Env = {}): ChildProcess {
  const child = spawn(process.execPath, [`dist/apps/${program}/src/main.js`], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...processEnv(api.env), LOG_LEVEL: 'info', ...env },
  });
  children.push(child);
  return child;
}

/** Where it serves, once it does. */
async function urlOf(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const part of child.stdout!) {
    text += String(part);
    const url = /(?:api|worker)\.started.*?"url":"([^"]+)"|"url":"([^"]+)".*?\.started/.exec(text);
    if (!url) continue;
    child.stdout!.resume();
    return url[1] ?? url[2]!;
  }
  throw new Error(`It did not start: ${text}`);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

/** A client that sends batches one after the other, each until it is acknowledged. */
class Sender {
  readonly acknowledged: string[] = [];
  private stopped = false;
  private readonly done: Promise<unknown>;

  constructor(
    readonly name: string,
    /** Where to send; null while nobody serves. */
    private readonly url: () => string | null,
    lanes = 8,
  ) {
    this.done = Promise.all(Array.from({ length: lanes }, (_, lane) => this.run(lane)));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.done;
  }

  private async run(lane: number): Promise<void> {
    for (let n = 0; !this.stopped; n++) {
      const ids = Array.from({ length: 5 }, (_, i) => `${this.name}-${lane}-${n}-${i}`);
      const body = JSON.stringify({
        batch: ids.map((messageId, i) => ({
          type: 'track',
          event: this.name,
          messageId,
          userId: `${this.name}-${(lane + n + i) % 50}`,
        })),
      });
      while (!(await this.send(body))) await sleep(20);
      this.acknowledged.push(...ids);
      await sleep(10);
    }
  }

  /** A refusal is tried again; so is whatever was not answered: it may have been written or not. */
  private async send(body: string): Promise<boolean> {
    const url = this.url();
    if (url === null) return false;
    const answer = await fetch(`${url}/v1/batch`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
      },
      body,
    }).catch(() => null);
    if (answer === null) return false;
    await answer.arrayBuffer().catch(() => undefined);
    if (![200, 429, 503].includes(answer.status)) throw new Error(`Status ${answer.status}`);
    return answer.status === 200;
  }
}

const numberOf = async (sql: string, values: unknown[] = []) => {
  const [row] = await api.app.get(Database).query<{ n: string }>(sql, values);
  return Number(row!.n);
};

const waiting = () => numberOf('SELECT COUNT(*) AS n FROM intake');

const stored = (name: string) =>
  numberOf(
    'SELECT COUNT(*) AS n FROM event WHERE name_id = (SELECT id FROM event_name WHERE name = ?)',
    [name],
  );

/** Every acknowledged message is an event, once; and what is summed up says the same. */
async function expectExactly({ name, acknowledged }: Sender): Promise<void> {
  await until(async () => (await waiting()) === 0, 60);
  expect(acknowledged.length).toBeGreaterThan(100);
  expect(await stored(name)).toBe(acknowledged.length);
  const sums = `SELECT SUM(times) AS n FROM contact_event
    WHERE name_id = (SELECT id FROM event_name WHERE name = ?) AND currency = ''`;
  expect(await numberOf(sums, [name])).toBe(acknowledged.length);
  expect(await numberOf('SELECT COUNT(*) AS n FROM intake_refusal')).toBe(0);
}

const enough = (sender: Sender, more: number): Promise<void> => {
  const goal = sender.acknowledged.length + more;
  return until(() => sender.acknowledged.length >= goal, 60);
};

it('kill -9 of the API between answer and consumption: all that was acknowledged is taken in, once', async () => {
  let url: string | null = null;
  const sender = new Sender('killed_api', () => url);
  for (let kills = 0; kills < 3; kills++) {
    const child = start('api');
    url = await urlOf(child);
    await enough(sender, 300);
    await end(child, 'SIGKILL');
    url = null;
  }
  // Nobody has taken anything in yet: it all stands in the inbox.
  expect(await stored('killed_api')).toBe(0);
  url = await urlOf(start('api'));
  await sender.stop();
  start('worker');
  await expectExactly(sender);
}, 120_000);

it('kill -9 of workers in mid-consumption, and a Redis that forgets everything', async () => {
  const url = await urlOf(start('api'));
  const sender = new Sender('killed_worker', () => url);
  const redis = new Redis(api.env.redisUrl);
  for (let kills = 0; kills < 4; kills++) {
    await enough(sender, 300);
    const before = await stored('killed_worker');
    const child = start('worker');
    await until(async () => (await stored('killed_worker')) > before, 30);
    const keys = await redis.keys(`${api.env.queuePrefix}*`);
    if (keys.length > 0) await redis.del(...keys);
    await end(child, 'SIGKILL');
  }
  redis.disconnect();
  await enough(sender, 300);
  await sender.stop();
  start('worker');
  start('worker');
  await expectExactly(sender);
}, 120_000);

it('SIGTERM of API and worker under load: nothing is lost, nothing comes twice', async () => {
  let url: string | null = null;
  const sender = new Sender('ended', () => url);
  for (let ends = 0; ends < 2; ends++) {
    const served = start('api');
    const worker = start('worker');
    url = await urlOf(served);
    await enough(sender, 300);
    await Promise.all([end(served, 'SIGTERM'), end(worker, 'SIGTERM')]);
    url = null;
  }
  url = await urlOf(start('api'));
  await enough(sender, 100);
  await sender.stop();
  start('worker');
  await expectExactly(sender);
}, 120_000);

it('connections to the database that are lost, in COMMIT too: 503, and each message once', async () => {
  const proxy = await DatabaseProxy.start();
  const through = { DATABASE_URL: proxy.instead(api.env.databaseUrl) };
  const url = await urlOf(start('api', through));
  start('worker', through);
  const sender = new Sender('cut_off', () => url);
  for (let cuts = 0; cuts < 15; cuts++) {
    await enough(sender, 60);
    await sleep(cuts * 3);
    proxy.cut();
    await sleep(30);
    proxy.mend();
  }
  await enough(sender, 100);
  await sender.stop();
  await expectExactly(sender);
  proxy.stop();
}, 180_000);
