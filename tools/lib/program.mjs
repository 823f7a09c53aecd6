import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from './child.mjs';
import { until } from './ports.mjs';
import { Sorry, say } from './say.mjs';

/** To connect, to look for its templates, to be compiled by Node: a cold start on a slow disk. */
const patience = 60_000;
/** To finish the messages under way. */
const farewell = 30_000;
const window = 60_000;
const mostRestarts = 5;

/**
 * One of our own programs, kept running: when it ends by itself it is started again, and given up
 * when that does not help.
 */
export class Program {
  #what;
  #health;
  #interruption;
  #giveUp;
  #child;
  #stopping = false;
  #restarts = [];

  /**
   * @param {Parameters<typeof startChild>[0]} what
   * @param {{ health: string, interruption: { requested: boolean }, giveUp: (why: Sorry) => void }}
   *   options health: the address that answers 200 once it is ready
   */
  constructor(what, { health, interruption, giveUp }) {
    this.#what = what;
    this.#health = health;
    this.#interruption = interruption;
    this.#giveUp = giveUp;
  }

  /** Resolves once it is ready. */
  async start() {
    const child = (this.#child = startChild(this.#what));
    const interruption = this.#interruption;
    const waiting = {
      get gone() {
        return child.gone || interruption.requested;
      },
    };
    const ready = await until(() => answers(this.#health), { child: waiting, patience, pause: 50 });
    if (interruption.requested) return;
    if (!ready) {
      const how = child.gone ? `ended with ${await child.exited}` : 'is not ready after a minute';
      const lines = child.lastLines();
      await child.stop();
      throw new Sorry(`The ${spoken(child.name)} ${how}. The end of its log:`, lines);
    }
    void child.exited.then((how) => this.#onExit(how));
  }

  async stop() {
    this.#stopping = true;
    await this.#child?.stop(farewell);
  }

  kill() {
    this.#stopping = true;
    this.#child?.kill();
  }

  async #onExit(how) {
    if (this.#stopping || this.#interruption.requested) return;
    const now = performance.now();
    this.#restarts = [...this.#restarts.filter((at) => now - at < window), now];
    const name = spoken(this.#what.name);
    if (this.#restarts.length > mostRestarts) {
      const lines = this.#child.lastLines();
      this.#giveUp(new Sorry(`The ${name} does not stay up. The end of its log:`, lines));
      return;
    }
    say(`  ! the ${name} ended by itself (${how}); starting it again`);
    await sleep(500 * this.#restarts.length);
    if (this.#stopping || this.#interruption.requested) return;
    await this.start().catch((error) => this.#giveUp(error));
  }
}

const spoken = (name) => (name === 'api' ? 'API' : name);

async function answers(address) {
  try {
    const response = await fetch(address, { signal: globalThis.AbortSignal.timeout(3_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
