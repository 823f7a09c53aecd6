import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { startChild } from './child.mjs';
import { findRedis } from './packages.mjs';
import { privateDirectory } from './paths.mjs';
import { firstAnswer, freePort, until } from './ports.mjs';
import { Sorry } from './say.mjs';

/** A long append-only file is read before Redis answers. */
const patience = 60_000;

/**
 * A private Redis with its data in `<dir>/redis`.
 * @param {{ dir: string, sockets: string, password: string, durable: boolean, port?: number }} wish
 * @returns {Promise<{ child: import('./child.mjs').Child, url: string, port: number }>}
 */
export async function startRedis(wish) {
  const data = privateDirectory(path.join(wish.dir, 'redis'));
  const socket = path.join(wish.sockets, 'redis.sock');
  // In a file, not in arguments: everybody on the machine can read those.
  const file = path.join(privateDirectory(path.join(wish.dir, 'run')), 'redis.conf');
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(wish.port);
    writeFileSync(file, settings({ ...wish, data, socket, port }), { mode: 0o600 });
    const child = startChild({
      dir: wish.dir,
      name: 'redis',
      command: findRedis(),
      argv0: 'redis-server',
      args: [file],
    });
    const ready = await until(() => pongs(socket, wish.password), { child, patience });
    if (ready) return { child, url: `redis://:${wish.password}@127.0.0.1:${port}`, port };
    const lines = child.lastLines();
    await child.stop();
    if (attempt < 3 && lines.some((line) => /bind|listening/i.test(line))) continue;
    throw new Sorry('Redis did not start. The end of its log:', lines);
  }
}

/** Answers +PONG once its data is loaded; -LOADING before. */
async function pongs(socket, password) {
  const answer = await firstAnswer({ path: socket }, `AUTH ${password}\r\nPING\r\n`, 1_000);
  return answer?.toString('latin1').includes('+PONG') ?? false;
}

function settings({ data, socket, port, password, durable }) {
  return `${[
    'bind 127.0.0.1',
    `port ${port}`,
    `unixsocket ${JSON.stringify(socket)}`,
    'unixsocketperm 600',
    'protected-mode yes',
    `requirepass ${password}`,
    'daemonize no',
    `dir ${JSON.stringify(data)}`,
    `appendonly ${durable ? 'yes' : 'no'}`,
    'appendfsync everysec',
    'save ""',
    // BullMQ loses jobs when keys are evicted.
    'maxmemory-policy noeviction',
  ].join('\n')}\n`;
}
