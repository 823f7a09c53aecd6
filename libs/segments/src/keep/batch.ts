import type { KeptSegment } from './kept-segment.js';
import type { DueRow, Recheck } from './work.repository.js';

/** Who is to be judged, and of which segments. */
export class Batch {
  /** Segments by contact that has changed. */
  readonly changed = new Map<string, ReadonlySet<KeptSegment>>();
  /** Segments by contact for whom only time has passed. */
  readonly due = new Map<string, ReadonlySet<KeptSegment>>();
  /** Reminders of segments that are not kept any more. */
  readonly stale: DueRow[] = [];

  constructor(
    rechecks: readonly Recheck[],
    dues: readonly DueRow[],
    segments: ReadonlyMap<string, KeptSegment>,
  ) {
    const byTopic = new Map<number, readonly KeptSegment[]>();
    const concerned = (topic: number): readonly KeptSegment[] => {
      const known = byTopic.get(topic);
      if (known) return known;
      const found = [...segments.values()].filter((segment) => segment.concerns(topic));
      byTopic.set(topic, found);
      return found;
    };
    const changed = new Map<string, Set<KeptSegment>>();
    for (const { contactId, topic } of rechecks)
      addAll(setOf(changed, contactId), concerned(topic));
    const due = new Map<string, Set<KeptSegment>>();
    for (const row of dues) {
      const segment = segments.get(row.segmentId);
      if (!segment) this.stale.push(row);
      else if (!changed.get(row.contactId)?.has(segment)) setOf(due, row.contactId).add(segment);
    }
    this.changed = changed;
    this.due = due;
  }

  /** Whether there is nobody to be judged. */
  get empty(): boolean {
    return this.changed.size === 0 && this.due.size === 0 && this.stale.length === 0;
  }
}

function setOf<T>(sets: Map<string, Set<T>>, key: string): Set<T> {
  let set = sets.get(key);
  if (!set) sets.set(key, (set = new Set<T>()));
  return set;
}

function addAll<T>(set: Set<T>, items: readonly T[]): void {
  for (const item of items) set.add(item);
}
