import { setTimeout as sleep } from 'node:timers/promises';

const firstPauseMs = 1000;
const longestPauseMs = 60_000;

/**
 * Slows a connection down that was told to: nothing more is submitted for a second, then for two, up to
 * a minute, until the centre has taken something again.
 */
export class Throttle {
  private pauseMs = firstPauseMs;
  /** By performance.now(). */
  private closedUntil = 0;

  /** Waits until something may be submitted. @returns false when that is not before `deadline`. */
  async pass(deadline: number): Promise<boolean> {
    for (;;) {
      const wait = this.closedUntil - performance.now();
      if (wait <= 0) return performance.now() < deadline;
      if (this.closedUntil >= deadline) return false;
      await sleep(wait);
    }
  }

  /** Several refusals of one burst count as one. */
  refused(): void {
    const now = performance.now();
    if (now < this.closedUntil) return;
    this.closedUntil = now + this.pauseMs;
    this.pauseMs = Math.min(longestPauseMs, this.pauseMs * 2);
  }

  taken(): void {
    this.pauseMs = firstPauseMs;
  }
}
