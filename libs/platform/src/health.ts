import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { messageOf } from '#libs/kernel';
import { Database } from './database.js';
import { LATEST_MIGRATION, REDIS } from './tokens.js';

/** What readiness found; `down` carries the reason, which is for operators: it may name a server. */
export interface Readiness {
  ready: boolean;
  checks: Record<'database' | 'redis' | 'migrations', { state: 'up' | 'down'; why?: string }>;
}

const limitMs = 2000;

/** Whether this process can do its work. Liveness asks nothing of this: it never checks others. */
@Injectable()
export class Health {
  constructor(
    private readonly database: Database,
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(LATEST_MIGRATION) private readonly latestMigration: string,
  ) {}

  async readiness(): Promise<Readiness> {
    const [database, redis, migrations] = await Promise.all([
      check(() => this.database.query('SELECT 1')),
      check(() => this.redis.ping()),
      check(() => this.migrated()),
    ]);
    const checks = { database, redis, migrations };
    return { ready: Object.values(checks).every(({ state }) => state === 'up'), checks };
  }

  private async migrated(): Promise<void> {
    const rows = await this.database.query('SELECT 1 FROM migrations WHERE name = ?', [
      this.latestMigration,
    ]);
    if (rows.length === 0) throw new Error(`The migration ${this.latestMigration} has not run.`);
  }
}

async function check(
  probe: () => Promise<unknown>,
): Promise<{ state: 'up' | 'down'; why?: string }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${limitMs} ms.`)), limitMs);
  });
  try {
    await Promise.race([probe(), late]);
    return { state: 'up' };
  } catch (error) {
    return { state: 'down', why: messageOf(error) };
  } finally {
    clearTimeout(timer);
  }
}
