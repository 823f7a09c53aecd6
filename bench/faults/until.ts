import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until it holds. @returns milliseconds that it took @throws after `seconds` */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  seconds: number,
): Promise<number> {
  const began = performance.now();
  while (!(await holds())) {
    if (performance.now() - began > seconds * 1000)
      throw new Error(`Waited ${seconds} s in vain: ${what}.`);
    await sleep(20);
  }
  return performance.now() - began;
}
