import type { DueRow, Recheck } from './work.js';

/** Rows that began earlier may commit later; so many ids below the last one are looked at again. */
const margin = 5000;
/** After so many batches everything is looked at again, whether there is work above or not. */
const batches = 50;

/**
 * Where to begin looking for work in each shard. Rows that were taken are gone, but the server walks
 * over their remains until it has purged them: whoever begins at the beginning each time walks over all
 * of them. What lies below is found when nothing lies above, or after some batches.
 */
export class Floors {
  private readonly ids = new Map<number, number>();
  private readonly instants = new Map<number, Date>();
  private taken = 0;

  /** Ids of `recheck` up to this one are passed over. */
  id(shard: number): number {
    return this.ids.get(shard) ?? 0;
  }

  /** Reminders before this instant are passed over. */
  instant(shard: number): Date {
    return this.instants.get(shard) ?? new Date(0);
  }

  /** Everything counts again. @returns whether that makes a difference. */
  reset(): boolean {
    const raised = this.ids.size + this.instants.size > 0;
    this.ids.clear();
    this.instants.clear();
    this.taken = 0;
    return raised;
  }

  /** To be told after the commit what was taken. */
  raise(rechecks: readonly Recheck[], dues: readonly DueRow[]): void {
    for (const { shard, id } of rechecks)
      this.ids.set(shard, Math.max(this.id(shard), Number(id) - margin));
    for (const { shard, changesAt } of dues)
      if (changesAt > this.instant(shard)) this.instants.set(shard, changesAt);
    if ((this.taken += 1) >= batches) this.reset();
  }
}
