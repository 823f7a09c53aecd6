import type { KeptSegment } from './kept-segment.js';
import type { DueRow, Recheck } from './work.js';

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
    const changed = concernedBy(topicsOf(rechecks), [...segments.values()]);
    const due = new Map<string, Set<KeptSegment>>();
    for (const row of dues) {
      const segment = segments.get(row.segmentId);
      if (!segment) this.stale.push(row);
      else if (!changed.get(row.contactId)?.has(segment)) setOf(due, row.contactId).add(segment);
    }
    this.changed = changed;
    this.due = due;
  }
}

function setOf<T>(sets: Map<string, Set<T>>, key: string): Set<T> {
  let set = sets.get(key);
  if (!set) sets.set(key, (set = new Set<T>()));
  return set;
}

/** What has changed about each contact, each topic once. */
function topicsOf(rechecks: readonly Recheck[]): ReadonlyMap<string, ReadonlySet<number>> {
  const topics = new Map<string, Set<number>>();
  for (const { contactId, topic } of rechecks) setOf(topics, contactId).add(topic);
  return topics;
}

/** Those of whom the same has changed share one set; whom nothing concerns is left out. */
function concernedBy(
  topics: ReadonlyMap<string, ReadonlySet<number>>,
  segments: readonly KeptSegment[],
): Map<string, ReadonlySet<KeptSegment>> {
  const sets = new Map<string, ReadonlySet<KeptSegment>>();
  const concerned = new Map<string, ReadonlySet<KeptSegment>>();
  for (const [contactId, changed] of topics) {
    const all = [...changed];
    const key = all.sort((a, b) => a - b).join();
    const set =
      sets.get(key) ?? new Set(segments.filter((one) => all.some((topic) => one.concerns(topic))));
    sets.set(key, set);
    if (set.size > 0) concerned.set(contactId, set);
  }
  return concerned;
}
