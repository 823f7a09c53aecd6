import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { messageOf } from '#libs/kernel';
import { Database } from './database.js';
import { LATEST_MIGRATION, REDIS } from './tokens.js';

/** What readiness found; `down` carries the reason, which is for operators: it may name a server. */
export interface Readiness {
  ready: boolean;
  /** `database`, `redis`, `migrations`, and what else this process has to watch. */
  checks: Record<string, Check>;
  /** What is worth knowing, and makes nobody less ready. */
  notes: Record<string, string>;
}

interface Check {
  state: 'up' | 'down';
  why?: string;
}

const limitMs = 2000;

/** Whether this process can do its work. Liveness asks nothing of this: it never checks others. */
@Injectable()
export class Health {
  private readonly probes = new Map<string, () => Promise<unknown>>();
  private readonly notes = new Map<string, () => Promise<string>>();

  constructor(
    private readonly database: Database,
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(LATEST_MIGRATION) private readonly latestMigration: string,
  ) {}

  /** One more thing without which this process is not ready: it throws while it is wrong. */
  watch(name: string, probe: () => Promise<unknown>): void {
    this.probes.set(name, probe);
  }

  /** One more thing that is told. */
  note(name: string, read: () => Promise<string>): void {
    this.notes.set(name, read);
  }

  async readiness(): Promise<Readiness> {
    const probes = {
      database: () => this.database.query('SELECT 1'),
      redis: () => this.redis.ping(),
      migrations: () => this.migrated(),
      ...Object.fromEntries(this.probes),
    };
    const [checks, notes] = await Promise.all([
      each(probes, check),
      each(Object.fromEntries(this.notes), (read) => within(read).catch(() => 'unknown')),
    ]);
    return { ready: Object.values(checks).every(({ state }) => state === 'up'), checks, notes };
  }

  private async migrated(): Promise<void> {
    const rows = await this.database.query('SELECT 1 FROM migrations WHERE name = ?', [
      this.latestMigration,
    ]);
    if (rows.length === 0) throw new Error(`The migration ${this.latestMigration} has not run.`);
  }
}

async function each<T, R>(
  all: Record<string, T>,
  ask: (one: T) => Promise<R>,
): Promise<Record<string, R>> {
  const entries = Object.entries(all).map(async ([name, one]) => [name, await ask(one)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function check(probe: () => Promise<unknown>): Promise<Check> {
  try {
    await within(probe);
    return { state: 'up' };
  } catch (error) {
    return { state: 'down', why: messageOf(error) };
  }
}

/** @throws what it throws, or Error when there is no answer in time. */
async function within<T>(ask: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${limitMs} ms.`)), limitMs);
  });
  try {
    return await Promise.race([ask(), late]);
  } finally {
    clearTimeout(timer);
  }
}
