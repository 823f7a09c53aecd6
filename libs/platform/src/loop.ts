import type { Log } from './log.js';

export interface LoopOptions {
  name: string;
  /** Does a share of the work. @returns whether there may be more at once. */
  work: () => Promise<boolean>;
  /** Asks by itself after this, whoever rings or not, milliseconds. */
  everyMs: number;
}

/** Works for as long as there is work, then waits to be woken up. One share at a time. */
export class Loop {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | null = null;
  private again = false;
  private stopped = false;

  constructor(
    private readonly options: LoopOptions,
    private readonly log: Log,
  ) {}

  /** Begins, or begins again at once; while it works it will look once more. */
  wake(): void {
    if (this.stopped) return;
    this.again = true;
    this.running ??= this.run().finally(() => {
      this.running = null;
      if (this.again) this.wake();
      else this.wait();
    });
  }

  /** Resolves when the share that is under way is done. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private wait(): void {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.wake(), this.options.everyMs);
  }

  private async run(): Promise<void> {
    clearTimeout(this.timer);
    while (this.again && !this.stopped) {
      this.again = false;
      try {
        if (await this.options.work()) this.again = true;
      } catch (error) {
        this.log.error('loop.failed', { loop: this.options.name, error });
        return;
      }
    }
  }
}
