import { evaluate, type Rule, type Schema } from '#libs/rules';
import type { Past } from './past.js';

/** A verdict, and the first instant (ms) at which it may be another; Infinity: never. */
export interface Standing {
  readonly verdict: boolean;
  readonly until: number;
}

/**
 * A rule's verdict on one contact at one instant after another. It is judged anew only when the clock or
 * a turn of the past can have changed it: asking on each of ninety days costs one evaluation where
 * nothing happened.
 */
export class Verdicts {
  private since = Infinity;
  private standing: Standing = { verdict: false, until: -Infinity };

  constructor(
    private readonly rule: Rule,
    private readonly past: Past,
    private readonly schema: Schema,
  ) {}

  at(instant: Date): Standing {
    const now = instant.getTime();
    if (now < this.since || now >= this.standing.until) {
      const { verdict, changesAt } = evaluate(
        this.rule,
        this.past.at(instant),
        this.schema,
        instant,
      );
      const turn = this.past.turns.find((at) => at > now) ?? Infinity;
      this.since = now;
      this.standing = { verdict, until: Math.min(turn, changesAt?.getTime() ?? Infinity) };
    }
    return this.standing;
  }
}
