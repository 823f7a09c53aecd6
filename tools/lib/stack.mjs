import { performance } from 'node:perf_hooks';
import { say, seconds } from './say.mjs';

/**
 * What has been started, to be stopped in the reverse order: those who came last depend on those
 * who came first.
 */
export class Stack {
  /** @type {{ stop: () => Promise<void>, kill: () => void }[]} */
  #parts = [];

  /**
   * @template {{ stop: () => Promise<void>, kill: () => void }} T
   * @param {T} part
   * @returns {T}
   */
  add(part) {
    this.#parts.push(part);
    return part;
  }

  async stop() {
    if (this.#parts.length === 0) return;
    const began = performance.now();
    for (let part = this.#parts.pop(); part; part = this.#parts.pop()) await part.stop();
    say(`  ✓ stopped everything (${seconds(performance.now() - began)})`);
  }

  kill() {
    for (const part of [...this.#parts].reverse()) part.kill();
  }
}
