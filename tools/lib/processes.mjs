import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Who has this pid now, as a text that changes when the number is given to another process.
 * A zombie counts as gone: `kill -0` would call it alive for as long as PID 1 is late to reap it.
 * @param {number} pid
 * @returns {string | undefined} undefined when there is no such process
 */
export function identityOf(pid) {
  return existsSync('/proc/self/stat') ? fromProc(pid) : fromPs(pid);
}

function fromProc(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name stands in parentheses and may hold anything; the fields follow the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state] = fields;
    const startedAt = fields[19];
    if (state === 'Z' || state === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${startedAt}`;
  } catch {
    return undefined;
  }
}

function fromPs(pid) {
  try {
    const out = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    return out === '' || out.startsWith('Z') ? undefined : out.replace(/^\S+\s+/, '');
  } catch {
    return undefined;
  }
}

/** @param {{ pid: number, identity: string }} one */
export function isAlive({ pid, identity }) {
  return identityOf(pid) === identity;
}

/** @param {number} pid @param {string} signal */
export function signalTo(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/**
 * Ends a process that is not our child: asks, waits, then insists.
 * @param {{ pid: number, identity: string }} one
 * @param {number} patience milliseconds
 */
export async function end(one, patience) {
  signalTo(one.pid, 'SIGTERM');
  for (let waited = 0; waited < patience && isAlive(one); waited += 50) await sleep(50);
  if (!isAlive(one)) return;
  signalTo(one.pid, 'SIGKILL');
  while (isAlive(one)) await sleep(50);
}
