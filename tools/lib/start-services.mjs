import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stopOrphans } from './child.mjs';
import { readLock, takeLock } from './lock.mjs';
import { startMariadb } from './mariadb.mjs';
import { ensureServers } from './packages.mjs';
import { dataDirectory, privateDirectory, socketDirectory } from './paths.mjs';
import { isAlive } from './processes.mjs';
import { startRedis } from './redis.mjs';
import { Sorry, say, step } from './say.mjs';
import { readSecrets } from './secrets.mjs';

/**
 * @typedef {object} Services
 * @property {string} databaseUrl `mysql://user:password@127.0.0.1:port/database`
 * @property {string} redisUrl `redis://:password@127.0.0.1:port`
 * @property {import('./child.mjs').Child[]} children what was started here
 * @property {() => void} kill
 * @property {() => Promise<void>} stop stops what was started here, Redis before MariaDB
 * @property {(name: 'mariadb' | 'redis', args?: readonly string[]) => Promise<void>} startAgain brings a
 *   server back that has ended, at its address; `args` are MariaDB's, beside the usual ones
 */

/** Somebody else runs on the same data directory. */
export class Busy extends Sorry {}

/** The variables that name servers of the user's own. */
const ownServers = { database: 'DATABASE_URL', redis: 'REDIS_URL' };

/**
 * MariaDB and Redis for one data directory: the user's own where a variable names them, else
 * private ones. Holds the directory until stop(), and first ends what a killed run left in it.
 * @param {object} [wish]
 * @param {string} [wish.dir]
 * @param {boolean} [wish.durable] false trades safety at a power cut for speed: for tests
 * @param {boolean} [wish.allDatabases] the database account may create databases of any name
 * @param {string} [wish.database]
 * @param {{ database: string, redis: string }} [wish.variables]
 * @returns {Promise<Services>}
 */
export async function startServices({
  dir = dataDirectory,
  durable = true,
  allDatabases = false,
  database = 'saphan',
  variables = ownServers,
} = {}) {
  const own = { database: process.env[variables.database], redis: process.env[variables.redis] };
  await ensureServers({ mariadb: !own.database, redis: !own.redis }, variables);
  const run = privateDirectory(path.join(privateDirectory(dir), 'run'));
  const lock = takeLock(path.join(run, 'lock'));
  if ('heldBy' in lock) throw busy(dir, lock.heldBy);
  const sockets = socketDirectory(run, 'mariadb.sock');
  const children = [];
  const stop = async () => {
    for (const child of [...children].reverse()) {
      await child.stop(child.name === 'mariadb' ? 60_000 : 15_000);
    }
    rmSync(path.join(run, 'services.json'), { force: true });
    sockets.remove();
    lock.release();
  };
  try {
    const orphans = await stopOrphans(dir);
    if (orphans.length > 0) say(`  · stopped what an earlier run left: ${orphans.join(', ')}`);
    const { databasePassword, redisPassword } = readSecrets(dir);
    const before = readJson(path.join(run, 'ports.json')) ?? {};
    const shared = { dir, sockets: sockets.directory, durable };
    const starts = {
      mariadb: (wish) =>
        startMariadb({ ...shared, password: databasePassword, database, allDatabases, ...wish }),
      redis: (wish) => startRedis({ ...shared, password: redisPassword, ...wish }),
    };
    const mariadb = async () => {
      const started = await starts.mariadb({ port: before.mariadb });
      children.unshift(started.child);
      return started;
    };
    const redis = async () => {
      const started = await starts.redis({ port: before.redis });
      children.push(started.child);
      return started;
    };
    const [first, second] = await Promise.allSettled([
      own.database ? undefined : mariadb(),
      own.redis ? undefined : redis(),
    ]);
    for (const one of [first, second]) if (one.status === 'rejected') throw one.reason;
    const ports = { mariadb: first.value?.port, redis: second.value?.port };
    writeFileSync(path.join(run, 'ports.json'), JSON.stringify(ports));
    const urls = {
      databaseUrl: own.database ?? first.value.url,
      redisUrl: own.redis ?? second.value.url,
    };
    writeFileSync(path.join(run, 'services.json'), JSON.stringify(urls), { mode: 0o600 });
    const startAgain = async (name, args = []) => {
      const { child, port } = await starts[name]({ port: ports[name], args });
      children[children.findIndex((one) => one.name === name)] = child;
      if (port !== ports[name]) throw new Sorry(`Somebody else took port ${ports[name]}.`);
    };
    const kill = () => children.forEach((child) => child.kill());
    return { ...urls, children, stop, kill, startAgain };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** startServices(), said as one step. @param {Parameters<typeof startServices>[0]} wish */
export async function startServicesAloud(wish) {
  let services;
  await step('servers', async () => {
    services = await startServices(wish);
    const names = { mariadb: 'MariaDB', redis: 'Redis' };
    const started = services.children.map((child) => names[child.name]);
    return started.length > 0 ? `${started.join(' and ')} started` : 'your own MariaDB and Redis';
  });
  return services;
}

/**
 * The servers that a living process holds on this directory.
 * @param {string} dir
 * @returns {{ databaseUrl: string, redisUrl: string } | undefined}
 */
export function runningServices(dir) {
  const holder = readLock(path.join(dir, 'run', 'lock'));
  if (holder === undefined || !isAlive(holder)) return undefined;
  return readJson(path.join(dir, 'run', 'services.json'));
}

/** @param {string} dir @throws {Busy} when somebody holds it, before any work is done */
export function checkFree(dir) {
  const holder = readLock(path.join(dir, 'run', 'lock'));
  if (holder !== undefined && isAlive(holder)) throw busy(dir, holder.pid);
}

function busy(dir, pid) {
  return new Busy(
    `Saphan already runs on ${dir} (process ${pid}). Stop it there with Ctrl-C, or with: kill ${pid}`,
  );
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
