import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until it holds. @throws Error after so many seconds. */
export async function until(holds: () => boolean | Promise<boolean>, seconds = 20): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`Waited ${seconds} s in vain.`);
    await sleep(25);
  }
}
