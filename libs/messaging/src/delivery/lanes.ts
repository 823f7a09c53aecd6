import { urgencies, type Urgency } from '../pace/urgency.js';

/** A fixed number of places; who finds none waits in order, the more urgent first. */
export class Lanes {
  private free: number;
  private readonly waiting: Record<Urgency, (() => void)[]> = { now: [], soon: [], bulk: [] };

  constructor(readonly size: number) {
    this.free = size;
  }

  /** Runs `work` in a lane. */
  async run<T>(work: () => Promise<T>, urgency: Urgency = 'bulk'): Promise<T> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.waiting[urgency].push(resolve));
    try {
      return await work();
    } finally {
      const next = urgencies.map((each) => this.waiting[each]).find((queue) => queue.length > 0);
      if (next) next.shift()!();
      else this.free++;
    }
  }
}
