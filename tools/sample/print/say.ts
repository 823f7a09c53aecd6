import { performance } from 'node:perf_hooks';

/** Prints one line. */
export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/**
 * Does one step, and says what it was and how long it took.
 * @param work its value, when it is a text, is said instead of the name
 */
export async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const value = await work();
  const what = typeof value === 'string' ? value : name;
  say(`  ✓ ${what} (${seconds(performance.now() - began)})`);
  return value;
}
