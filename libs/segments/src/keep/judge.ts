import { evaluate, type Facts, type Schema } from '#libs/rules';
import type { KeepChanges, SignalCause } from './keep-changes.js';
import type { KeptSegment, Side } from './kept-segment.js';

/** What stands in the tables about some contacts. */
export interface Standing {
  /** Keys of sides by contact, see `sideKey`. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
  /** Milliseconds by segment, by contact. */
  readonly dues: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** Judges contacts at one instant and gathers what has to be written. */
export class Judge {
  constructor(
    private readonly schema: Schema,
    private readonly standing: Standing,
    private readonly now: Date,
    private readonly changes: KeepChanges,
  ) {}

  /** One contact and one segment. What the rule cannot judge throws, and nothing is gathered. */
  judge(segment: KeptSegment, facts: Facts, cause: SignalCause): void {
    const verdicts = segment.sides.map((side) => ({
      side,
      ...evaluate(side.rule, facts, this.schema, this.now),
    }));
    for (const { side, verdict } of verdicts) this.place(segment, side, facts.id, verdict, cause);
    const next = verdicts.map(({ side, changesAt }) =>
      changesAt && changesAt <= side.until ? changesAt.getTime() : Infinity,
    );
    this.remind(segment.id, facts.id, Math.min(Infinity, ...next));
  }

  private place(
    segment: KeptSegment,
    side: Side,
    contactId: string,
    verdict: boolean,
    cause: SignalCause,
  ): void {
    const was = this.standing.members.get(contactId)?.has(side.key) ?? false;
    if (verdict === was) return;
    const { id: segmentId, version } = segment;
    const row = { segmentId, generation: side.generation, contactId };
    (verdict ? this.changes.entered : this.changes.left).push(row);
    if (side !== segment.served) return;
    const kind = verdict ? 'entered' : 'left';
    this.changes.signals.push({ segmentId, contactId, kind, cause, version });
  }

  /**
   * Sees to it that somebody looks again no later than `next`; beyond the horizon others do. A reminder that comes too early costs a
   * look, one that is moved with every event costs a write each time: an early one stays.
   */
  private remind(segmentId: string, contactId: string, next: number): void {
    const known = this.standing.dues.get(contactId)?.get(segmentId);
    const over = known !== undefined && known <= this.now.getTime();
    if (!over && next >= (known ?? Infinity)) return;
    const changesAt = next === Infinity ? null : new Date(next);
    this.changes.dues.push({ contactId, segmentId, changesAt });
  }
}
