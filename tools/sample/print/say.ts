import { performance } from 'node:perf_hooks';

/** Prints one line. */
export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/** Does one step, and says what it was and how long it took. */
export function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  return timed(work, () => name);
}

/** Does one step whose result is the sentence to say about it. */
export async function tell(work: () => Promise<string>): Promise<void> {
  await timed(work, (said) => said);
}

async function timed<T>(work: () => Promise<T>, sentence: (value: T) => string): Promise<T> {
  const began = performance.now();
  const value = await work();
  say(`  ✓ ${sentence(value)} (${seconds(performance.now() - began)})`);
  return value;
}
