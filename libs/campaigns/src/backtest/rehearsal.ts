import { admit, earliestThatMatters, refusalOf } from '../triggers/admission.js';
import type { DropReason, NewFiring, Step } from '../triggers/firing.js';
import { judgeFiring, lookedAt, segmentStep, type Outlook } from '../triggers/judge-firing.js';
import type { Trigger } from '../triggers/trigger.js';

/** Something that a trigger waits for, as it came in for one contact. */
export interface Occasion extends Pick<NewFiring, 'happenedAt' | 'dueAt' | 'reentryKey' | 'steps'> {
  arrivedAt: Date;
  /** Comes by the clock: it is looked at again at once, and what it refuses is not written down. */
  timed: boolean;
}

/** How things stood with one contact. Instants may be asked for in any order. */
export interface Witness {
  zone: string | null;
  /** Whether they were in the campaign's segment; null when it has none. */
  member(at: Date): boolean | null;
  /** What had ended the wait for what happened then; undefined: nothing. */
  ended(happenedAt: Date, at: Date): unknown;
  /** Whether they were no longer where they had gone: out of what is entered, in what is left. */
  undone(at: Date): boolean;
}

/** What came of an occasion. */
export type Outcome =
  | { kind: 'fired'; at: Date }
  /** `reason` is what a live trigger writes down; null: nothing. */
  | { kind: 'refused'; at: Date; step: Step; reason: DropReason | null }
  /** Its hour has not come. */
  | { kind: 'waiting' };

interface Waiting {
  occasion: Occasion;
  dueAt: Date;
  /** When it is decided, milliseconds. */
  at: number;
  fresh: boolean;
}

/** One contact's firings, as a live trigger would have made and decided them, in order of time. */
class Rehearsal {
  readonly outcomes: Outcome[] = [];
  /** Those that were not dropped. */
  private readonly counting = new Set<Occasion>();
  private readonly waiting: Waiting[] = [];

  constructor(
    private readonly trigger: Trigger,
    private readonly witness: Witness,
    private readonly timeZone: string,
  ) {}

  arrive(occasion: Occasion): void {
    const at = occasion.arrivedAt;
    const refusal = this.refusal(occasion);
    if (refusal) {
      this.outcomes.push({ kind: 'refused', at, ...refusal });
      return;
    }
    this.counting.add(occasion);
    const { dueAt, timed } = occasion;
    const fresh = this.trigger.delay === null && !timed;
    this.wait({ occasion, dueAt, at: Math.max(at.getTime(), dueAt.getTime()), fresh });
  }

  /** Decides, one after the other, what is due before an instant (ms). */
  decideBefore(instant: number): void {
    for (let next = this.waiting[0]; next && next.at < instant; next = this.waiting[0]) {
      this.waiting.shift();
      this.decide(next);
    }
  }

  finish(): Outcome[] {
    return [...this.outcomes, ...this.waiting.map((): Outcome => ({ kind: 'waiting' }))];
  }

  /** What keeps it from being fired at all. */
  private refusal(occasion: Occasion): { step: Step; reason: DropReason | null } | null {
    const failed = occasion.steps.find(({ verdict }) => !verdict);
    if (failed) return { step: failed, reason: null };
    if (this.witness.member(occasion.arrivedAt) === false)
      return { step: segmentStep(false), reason: null };
    if (earliestThatMatters(this.trigger, [occasion]) === null) return null;
    const refusal = refusalOf(admit(this.trigger, occasion, [...this.counting]));
    return refusal && occasion.timed ? { ...refusal, reason: null } : refusal;
  }

  private decide({ occasion, dueAt, at, fresh }: Waiting): void {
    const now = new Date(at);
    const outlook = this.outlook(occasion, now, fresh);
    const context = { now, timeZone: this.timeZone };
    const { verdict, steps } = judgeFiring(this.trigger, { dueAt }, outlook, context);
    if (verdict.kind === 'later') {
      const { until } = verdict;
      this.wait({ occasion, dueAt: new Date(until), at: until, fresh: false });
    } else if (verdict.kind === 'drop') {
      this.counting.delete(occasion);
      this.outcomes.push({ kind: 'refused', at: now, step: steps.at(-1)!, reason: verdict.reason });
    } else this.outcomes.push({ kind: 'fired', at: now });
  }

  private outlook({ happenedAt }: Occasion, now: Date, fresh: boolean): Outlook {
    const { witness } = this;
    const asked = lookedAt(this.trigger, { fresh });
    return {
      zone: witness.zone,
      ended: asked.exit ? witness.ended(happenedAt, now) : undefined,
      member: asked.again ? witness.member(now) : null,
      undone: asked.again && witness.undone(now),
    };
  }

  /** In order of when they are decided, and of those at the same instant, as they came. */
  private wait(firing: Waiting): void {
    const before = this.waiting.findLastIndex(({ at }) => at <= firing.at);
    this.waiting.splice(before + 1, 0, firing);
  }
}

/**
 * What a trigger would have made of one contact's occasions until `to`, by the same functions that judge
 * a live one. What comes in at an instant is taken in before what is due then is decided.
 * @param occasions in the order in which they came in.
 */
export function rehearse(
  trigger: Trigger,
  occasions: readonly Occasion[],
  witness: Witness,
  { to, timeZone }: { to: Date; timeZone: string },
): Outcome[] {
  const rehearsal = new Rehearsal(trigger, witness, timeZone);
  for (const occasion of occasions) {
    rehearsal.decideBefore(occasion.arrivedAt.getTime());
    rehearsal.arrive(occasion);
  }
  rehearsal.decideBefore(to.getTime() + 1);
  return rehearsal.finish();
}
