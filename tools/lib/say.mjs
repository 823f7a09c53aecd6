import { performance } from 'node:perf_hooks';

/** What people read while the tools work: short lines, the same with and without a terminal. */

/** A failure that is explained to people by one sentence, without a stack trace. */
export class Sorry extends Error {
  /**
   * @param {string} message what is wrong and what to do about it
   * @param {string[]} [details] lines that help to see why, such as the end of a log
   */
  constructor(message, details = []) {
    super(message);
    this.name = 'Sorry';
    this.details = details;
  }
}

/** @param {string} line */
export function say(line = '') {
  process.stdout.write(`${line}\n`);
}

/** Seconds with one decimal, as people read them. @param {number} milliseconds */
export function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/**
 * Runs one step and says what it was and how long it took.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work its value, when it is a string, replaces the step's name
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const began = performance.now();
  const value = await work();
  say(`  ✓ ${typeof value === 'string' ? value : name} (${seconds(performance.now() - began)})`);
  return value;
}

/** Prints any failure the friendly way. @param {unknown} error */
export function explain(error) {
  if (error instanceof Sorry) {
    process.stderr.write(`\n  ✗ ${error.message}\n`);
    for (const line of error.details) process.stderr.write(`      ${line}\n`);
    return;
  }
  process.stderr.write(
    `\n  ✗ ${error instanceof Error ? (error.stack ?? error.message) : error}\n`,
  );
}
