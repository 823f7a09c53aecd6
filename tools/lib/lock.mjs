import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf, isAlive } from './processes.mjs';

/**
 * Takes a lock file that names its holder, unless a living process holds it. A lock left by a
 * process that is gone is taken over.
 * @param {string} file
 * @returns {{ release: () => void } | { heldBy: number }}
 */
export function takeLock(file) {
  const mine = `${file}.${process.pid}`;
  const holder = { pid: process.pid, identity: identityOf(process.pid) };
  writeFileSync(mine, JSON.stringify(holder), { mode: 0o600 });
  try {
    for (;;) {
      try {
        // A hard link appears whole or not at all: nobody reads a half-written lock.
        linkSync(mine, file);
        return { release: () => rmSync(file, { force: true }) };
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const other = readLock(file);
      if (other !== undefined && isAlive(other)) return { heldBy: other.pid };
      rmSync(file, { force: true });
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/**
 * Waits for the lock instead of giving up.
 * @param {string} file
 * @returns {Promise<{ release: () => void }>}
 */
export async function waitForLock(file) {
  for (;;) {
    const lock = takeLock(file);
    if ('release' in lock) return lock;
    await sleep(100);
  }
}

/** @param {string} file @returns {{ pid: number, identity: string } | undefined} */
export function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
