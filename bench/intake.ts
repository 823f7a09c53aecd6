import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { ApiClient } from '../tools/sample/client.js';
import { readSettings } from '../tools/sample/settings.js';
import { cpuOf, programs } from './intake/cpu.js';
import { Template, sendLoad } from './intake/load.js';

/*
 * Intake alone: durable messages a second over HTTP in batches of 20, while the worker stands still;
 * then how fast it takes them in. `npm run bench -- intake`; figures as JSON last.
 */

const batchSize = 20;
const connections = 64;
const warmUpSeconds = 3;
const seconds = 8;

/** Processor time between two readings, microseconds an event: what other programs do hardly shows in it. */
const perEvent = (
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  events: number,
): Record<string, number> =>
  Object.fromEntries(
    [...after]
      .map(([name, used]) => [name, Math.round((10 * (used - before.get(name)!)) / events) / 10])
      .filter(([, used]) => Number(used) > 0.2),
  ) as Record<string, number>;

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const api = new ApiClient(settings.apiUrl);
  await api.logIn(settings.admin.email, settings.admin.password);
  const { key } = await api.post<{ key: string }>('/v1/api-keys', {
    name: 'bench',
    scopes: ['events:write'],
  });
  const database = await createConnection(process.env.DATABASE_URL ?? '');
  const numberOf = async (sql: string): Promise<number> => {
    const [rows] = await database.query(sql);
    return Number((rows as { n: string | null }[])[0]?.n ?? 0);
  };
  const waiting = () => numberOf('SELECT SUM(messages) AS n FROM intake');

  const url = new URL(settings.apiUrl);
  const headers = {
    Host: url.host,
    'Content-Type': 'application/json',
    Authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
  };
  const template = new Template(batchSize, headers, '/v1/batch');
  const pids = await programs();
  const worker = pids.get('worker');
  if (!worker) throw new Error('No worker was started beside this.');
  process.kill(worker, 'SIGSTOP');
  await sendLoad(url, template, { connections, seconds: warmUpSeconds });
  await database.query('DELETE FROM intake');
  const sent = await cpuOf(pids);
  const load = await sendLoad(url, template, { connections, seconds });
  const arrived = await cpuOf(pids);
  const durable = await waiting();

  process.kill(worker, 'SIGCONT');
  const began = performance.now();
  while ((await waiting()) > 0) await sleep(100);
  const taken = (performance.now() - began) / 1000;
  const all = await cpuOf(pids);
  const stored = await numberOf('SELECT COUNT(*) AS n FROM event');
  await database.end();

  console.log(
    JSON.stringify(
      {
        intake_events_per_s: Math.round(load.acknowledged / load.seconds),
        batch: batchSize,
        bytes_per_event: Math.round(template.length / batchSize),
        answer_ms: { p50: load.p50, p99: load.p99 },
        cpu_us_per_event: perEvent(sent, arrived, durable),
        acknowledged: load.acknowledged,
        refused: load.refused,
        durable,
        stored,
        taken_in_per_s: Math.round(durable / taken),
        taken_in_cpu_us_per_event: perEvent(arrived, all, durable),
      },
      null,
      2,
    ),
  );
  if (durable !== load.acknowledged) throw new Error('The figures do not agree.');
}

await main();
