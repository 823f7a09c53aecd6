import { readFileSync } from 'node:fs';

const everyMs = 500;

/** What a process holds in memory while something is measured. */
export class Memory {
  private readonly samples: { at: number; mb: number }[] = [];
  private readonly timer: NodeJS.Timeout;

  constructor(pid: number) {
    const began = performance.now();
    this.timer = setInterval(() => {
      const kb = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      this.samples.push({ at: performance.now() - began, mb: Number(kb) / 1024 });
    }, everyMs);
  }

  /** @returns the peak, and by how much the peak after the first minute is above what it was then; MB */
  stop(): { peak: number; growth: number | null } {
    clearInterval(this.timer);
    const peakOf = (samples: typeof this.samples) => Math.max(...samples.map(({ mb }) => mb));
    const first = this.samples.filter(({ at }) => at <= 60_000);
    const later = this.samples.filter(({ at }) => at > 60_000);
    const growth = later.length > 0 ? Math.max(0, peakOf(later) - peakOf(first)) : null;
    return { peak: Math.round(peakOf(this.samples)), growth: growth && Math.round(growth) };
  }
}
