import type { Clock } from '#libs/kernel';

const firstPauseSeconds = 2;
const longestPauseSeconds = 300;

/**
 * Keeps a process from hammering a server that is away: after `threshold` attempts in a row that
 * found nobody, the way is closed for a while, doubling up to five minutes; one success opens it.
 */
export class Breaker {
  private misses = 0;
  private closedUntil = 0;
  private pause = firstPauseSeconds;

  constructor(
    private readonly clock: Clock,
    private readonly threshold: number,
  ) {}

  get isOpen(): boolean {
    return this.clock.now().getTime() >= this.closedUntil;
  }

  /** Seconds for which a message that met nobody should wait. */
  get waitSeconds(): number {
    return this.pause;
  }

  reached(): void {
    this.misses = 0;
    this.pause = firstPauseSeconds;
  }

  missed(): void {
    if (++this.misses < this.threshold) return;
    this.misses = 0;
    this.closedUntil = this.clock.now().getTime() + this.pause * 1000;
    this.pause = Math.min(longestPauseSeconds, this.pause * 2);
  }
}
