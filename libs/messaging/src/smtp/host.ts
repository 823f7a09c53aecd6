import type { SmtpAddress } from './address.js';

const firstPauseMs = 1000;
const longestPauseMs = 60_000;

/** One mail server, and how well it lets us in. */
export class Host {
  /** Connections that are open, or being opened. */
  connections = 0;
  /** Others are tried before it until then, by performance.now(). */
  restsUntil = 0;
  private pauseMs = firstPauseMs;

  constructor(readonly address: SmtpAddress) {}

  get isResting(): boolean {
    return performance.now() < this.restsUntil;
  }

  reached(): void {
    this.restsUntil = 0;
    this.pauseMs = firstPauseMs;
  }

  /** It did not let us in: it rests, twice as long each time. Those who came together are one time. */
  missed(): void {
    if (this.isResting) return;
    this.restsUntil = performance.now() + this.pauseMs;
    this.pauseMs = Math.min(longestPauseMs, this.pauseMs * 2);
  }
}

/** The one with the fewest connections; one that rests only where all do, then the one that is up first. */
export function choose(hosts: readonly Host[]): Host {
  const awake = hosts.filter(({ isResting }) => !isResting);
  const by = (key: 'connections' | 'restsUntil') => (best: Host, each: Host) =>
    each[key] < best[key] ? each : best;
  return awake.length > 0 ? awake.reduce(by('connections')) : hosts.reduce(by('restsUntil'));
}
