import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '#libs/kernel';
import { SmppSession, type SessionOptions } from './session.js';

const firstPauseMs = 1000;
const longestPauseMs = 60_000;

/**
 * Keeps one connection to a message centre bound: after it broke, or could not be made, the next one is
 * tried after a pause that doubles up to a minute.
 */
export class SmppLink {
  private session: SmppSession | null = null;
  private readonly stopped = new AbortController();
  private running: Promise<void> | null = null;
  private readonly arrivals = new Set<() => void>();
  /** Why there is no connection. */
  private why = 'Not connected yet.';

  constructor(
    private readonly options: Omit<SessionOptions, 'over'>,
    /** Told each time that there is a connection no more, or none could be made. */
    private readonly onTrouble: (why: string) => void = () => undefined,
  ) {}

  /** Begins, once. */
  start(): void {
    this.running ??= this.run();
  }

  /** The connection, as soon as there is one; else why there was none in time. */
  async ready(patienceMs: number): Promise<SmppSession | string> {
    this.start();
    if (this.session || this.stopped.signal.aborted) return this.session ?? 'closed';
    const limit = new AbortController();
    const come = new Promise<void>((resolve) => this.arrivals.add(resolve));
    const late = sleep(patienceMs, undefined, { signal: limit.signal }).catch(() => undefined);
    await Promise.race([come, late]);
    limit.abort();
    return this.session ?? this.why;
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    this.session?.close();
    this.tellArrivals();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopped;
    for (let pause = firstPauseMs; !signal.aborted;) {
      let ended: (why: string) => void = () => undefined;
      const end = new Promise<string>((resolve) => (ended = resolve));
      try {
        this.session = await SmppSession.bind({ ...this.options, over: ended });
        if (signal.aborted) this.session.close();
        pause = firstPauseMs;
        this.tellArrivals();
        this.why = await end;
      } catch (error) {
        this.why = messageOf(error);
      }
      this.session = null;
      if (signal.aborted) return;
      this.onTrouble(this.why);
      this.tellArrivals();
      await sleep(pause, undefined, { signal }).catch(() => undefined);
      pause = Math.min(longestPauseMs, pause * 2);
    }
  }

  private tellArrivals(): void {
    for (const come of this.arrivals) come();
    this.arrivals.clear();
  }
}
