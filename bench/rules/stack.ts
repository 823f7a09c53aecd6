import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { ApiClient } from '../../tools/sample/client.js';
import { readSettings, type SampleSettings } from '../../tools/sample/settings.js';
import { connect } from './load.js';

/** The running stack as the benchmark reaches it. */
export interface Bench {
  settings: SampleSettings;
  api: ApiClient;
  db: Connection;
  /** A key for events, as HTTP Basic sends it. */
  basic: string;
  contacts: number;
  /** The first number of a query's first row. */
  number(sql: string, values?: readonly unknown[]): Promise<number>;
  /** Asks again and again until it holds. @throws Error after so many seconds */
  until(holds: () => Promise<boolean>, seconds: number): Promise<void>;
}

export async function openBench(): Promise<Bench> {
  const settings = readSettings(process.env);
  const api = new ApiClient(settings.apiUrl);
  await api.logIn(settings.admin.email, settings.admin.password);
  const { key } = await api.post<{ key: string }>('/v1/api-keys', {
    name: 'bench',
    scopes: ['events:write'],
  });
  const db = await connect(process.env.DATABASE_URL!);
  const number: Bench['number'] = async (sql, values = []) => {
    const [rows] = await db.query<RowDataPacket[]>(sql, [...values]);
    return Number(Object.values(rows[0] ?? { n: 0 })[0] ?? 0);
  };
  return {
    settings,
    api,
    db,
    basic: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
    contacts: await number('SELECT contacts FROM bench_dataset'),
    number,
    async until(holds, seconds) {
      const end = performance.now() + seconds * 1000;
      while (!(await holds())) {
        if (performance.now() > end) throw new Error(`Waited ${seconds} s in vain.`);
        await sleep(10);
      }
    },
  };
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** The value below which so large a share lies; of a copy, sorted. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Milliseconds as seconds with three places. */
export const seconds = (ms: number): number => Math.round(ms) / 1000;

/** Whole numbers and a place after the point say enough. */
export const rounded = (value: number): number => Math.round(value * 10) / 10;
