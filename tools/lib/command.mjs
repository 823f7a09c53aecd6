import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a command in the foreground, with our terminal, and waits for its end. A signal that we get
 * goes on to it, and we outlive it, so that what was started for it can be stopped.
 * @param {string[]} command
 * @param {NodeJS.ProcessEnv} [env] added to ours; undefined removes a variable
 * @returns {Promise<number>} its exit code; 128 + n when signal n ended it, as a shell says it
 */
export function runCommand([program, ...args], env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...env } });
    const forward = (signal) => child.kill(signal);
    for (const signal of forwarded) process.on(signal, forward);
    const finish = () => {
      for (const signal of forwarded) process.off(signal, forward);
    };
    child.once('error', (error) => {
      finish();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      finish();
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

/** The quiet commands that are running now. */
const quiet = new Set();

/** Ends them all: the terminal's Ctrl-C reaches them by itself, a signal to us alone does not. */
export function endQuietCommands() {
  for (const child of quiet) child.kill('SIGTERM');
}

/**
 * Runs a command quietly.
 * @param {string[]} command
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<{ code: number, output: string }>} both streams, in the order they came
 */
export function capture([program, ...args], options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks = [];
    quiet.add(child);
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code, signal) => {
      quiet.delete(child);
      const output = Buffer.concat(chunks).toString('utf8');
      resolve({ code: code ?? 128 + constants.signals[signal], output });
    });
  });
}
