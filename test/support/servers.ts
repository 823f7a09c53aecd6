import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';

/** The servers of one spec file: a database and a queue prefix that nobody else uses. */
export interface TestServers {
  /** `mysql://user:password@host:port/saphan_test_<random>`, empty: run the migrations first. */
  databaseUrl: string;
  redisUrl: string;
  /** The spec's own name space in the shared Redis. */
  queuePrefix: string;
  /** Drops the database. */
  drop(): Promise<void>;
}

/**
 * Makes a database for the calling spec on the servers that `npm test` started.
 *
 * @throws Error when the servers are not there, because jest was called by itself
 */
export async function createTestServers(): Promise<TestServers> {
  const server = new URL(needed('TEST_DATABASE_URL'));
  const redisUrl = needed('TEST_REDIS_URL');
  const name = randomBytes(6).toString('hex');
  const database = `saphan_test_${name}`;
  const databaseUrl = new URL(server);
  databaseUrl.pathname = `/${database}`;
  server.pathname = '/';
  const run = async (sql: string): Promise<void> => {
    const connection = await createConnection(server.href);
    try {
      await connection.query(sql);
    } finally {
      await connection.end();
    }
  };
  await run(`CREATE DATABASE ${database} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci`);
  return {
    databaseUrl: databaseUrl.href,
    redisUrl,
    queuePrefix: `{test-${name}}`,
    drop: () => run(`DROP DATABASE IF EXISTS ${database}`),
  };
}

function needed(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set: run the tests with \`npm test -- <path>\`.`);
  }
  return value;
}
