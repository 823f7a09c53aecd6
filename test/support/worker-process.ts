import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Env } from '#libs/platform';
import { processEnv } from './env.js';

const children: ChildProcess[] = [];
const starts = new WeakMap<ChildProcess, Promise<void>>();

/** A worker as a process of its own, that can be killed. */
export function spawnWorker(env: Env): ChildProcess {
  const child = spawn(process.execPath, ['dist/apps/worker/src/main.js'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      ...processEnv(env),
      LOG_LEVEL: 'info',
      SEND_CONNECTIONS: String(env.sendConnections),
      LEASE_SECONDS: String(env.leaseSeconds),
      UNCERTAIN_GRACE_SECONDS: String(env.uncertainGraceSeconds),
      RETRY_SECONDS: String(env.retrySeconds),
    },
  });
  children.push(child);
  const started = new Promise<void>((resolve) => {
    child.stdout.on('data', (text: Buffer) => {
      if (text.includes('worker.started')) resolve();
    });
    child.once('exit', () => resolve());
  });
  starts.set(child, started);
  return child;
}

/** Resolves once it is at work: before, a signal ends it as it ends any process. */
export const atWork = (child: ChildProcess): Promise<void> => starts.get(child)!;

/** @returns the exit code; null when a signal ended it. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const exited = once(child, 'exit') as Promise<[number | null]>;
  child.kill(signal);
  return (await exited)[0];
}

/** Whatever a failed test has left running. */
export function killWorkers(): void {
  children.splice(0).forEach((child) => child.kill('SIGKILL'));
}
