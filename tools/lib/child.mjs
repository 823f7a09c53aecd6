import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { privateDirectory } from './paths.mjs';
import { end, identityOf, isAlive, signalTo } from './processes.mjs';

const largestLog = 16 * 1024 * 1024;

/**
 * A long-running child with its output in `<dir>/logs/<name>.log`. It is a process group of its
 * own, so that Ctrl-C in the terminal reaches us alone and we stop everybody in order. Its pid is
 * written to `<dir>/run/<name>.child`, where a later start finds it should we be killed.
 * @typedef {object} Child
 * @property {string} name
 * @property {number} pid
 * @property {boolean} gone
 * @property {Promise<string>} exited how it ended: `code 1` or `SIGKILL`
 * @property {(lines?: number) => string[]} lastLines the end of its log
 * @property {(patience?: number) => Promise<void>} stop asks with SIGTERM, insists after milliseconds
 * @property {() => void} kill
 */

/**
 * @param {{ dir: string, name: string, command: string, args: string[], env?: NodeJS.ProcessEnv,
 *   argv0?: string, cwd?: string }} what
 * @returns {Child}
 */
export function startChild({ dir, name, command, args, env = process.env, argv0, cwd }) {
  const log = path.join(privateDirectory(path.join(dir, 'logs')), `${name}.log`);
  if (existsSync(log) && statSync(log).size > largestLog) renameSync(log, `${log}.1`);
  const from = existsSync(log) ? statSync(log).size : 0;
  const output = openSync(log, 'a', 0o600);
  const spawned = spawn(command, args, {
    cwd,
    env,
    argv0,
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const record = path.join(privateDirectory(path.join(dir, 'run')), `${name}.child`);
  if (spawned.pid !== undefined) {
    const one = { pid: spawned.pid, identity: identityOf(spawned.pid) };
    writeFileSync(record, JSON.stringify(one), { mode: 0o600 });
  }
  const child = {
    name,
    pid: spawned.pid ?? 0,
    gone: false,
    exited: new Promise((resolve) => {
      const finish = (how) => {
        child.gone = true;
        rmSync(record, { force: true });
        resolve(how);
      };
      spawned.once('error', (error) => finish(error.message));
      spawned.once('exit', (code, signal) => finish(signal ?? `code ${code}`));
    }),
    lastLines: (lines = 12) => tail(log, from, lines),
    stop: async (patience = 15_000) => {
      if (child.gone) return;
      signalTo(child.pid, 'SIGTERM');
      const timer = new globalThis.AbortController();
      const late = sleep(patience, true, { signal: timer.signal }).catch(() => false);
      if (await Promise.race([late, child.exited.then(() => false)])) child.kill();
      timer.abort();
      await child.exited;
    },
    kill: () => {
      if (!child.gone && child.pid > 0) signalTo(child.pid, 'SIGKILL');
    },
  };
  return child;
}

function tail(log, from, lines) {
  const text = readFileSync(log).subarray(from).toString('utf8').trimEnd();
  return text === '' ? ['(its log is empty)'] : text.split('\n').slice(-lines);
}

/** Those who are asked first depend on those who are asked last. */
const stopOrder = ['worker', 'api', 'catcher', 'redis', 'mariadb'];

/**
 * Ends what an earlier run left behind because it was killed itself.
 * @param {string} dir
 * @returns {Promise<string[]>} the names of those that were still running
 */
export async function stopOrphans(dir) {
  const run = privateDirectory(path.join(dir, 'run'));
  const names = readdirSync(run)
    .filter((file) => file.endsWith('.child'))
    .map((file) => path.basename(file, '.child'))
    .sort((a, b) => stopOrder.indexOf(a) - stopOrder.indexOf(b));
  const stopped = [];
  for (const name of names) {
    const record = path.join(run, `${name}.child`);
    const one = readRecord(record);
    if (one !== undefined && isAlive(one)) {
      await end(one, name === 'mariadb' ? 60_000 : 10_000);
      stopped.push(name);
    }
    rmSync(record, { force: true });
  }
  return stopped;
}

function readRecord(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
