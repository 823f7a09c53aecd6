import type { EvaluateContext, Explanation, Present } from './family.js';
import { familyOf } from './families.js';
import type { Facts } from './facts.js';
import { MAX_TIME } from './limits.js';
import { presentAt } from './present.js';
import type { Schema } from './schema.js';
import { enterSegment } from './segments.js';
import type { Node, Rule } from './tree.js';

export interface Evaluation {
  readonly verdict: boolean;
  readonly explanation: Explanation;
  /**
   * The first instant after `now` at which the passing of time alone could change the verdict; it is
   * the same at every instant before. null: never, or after the last instant that a database knows.
   */
  readonly changesAt: Date | null;
}

/** Most conditions have nothing below them. */
const leaves: readonly Explanation[] = [];

/**
 * A walk down one rule, or down the rule of a segment. A context is one object a node, without closures
 * and copies: this runs for every condition of every rule for every contact.
 */
class Walk implements EvaluateContext {
  constructor(
    readonly facts: Facts,
    readonly schema: Schema,
    readonly present: Present,
    /** The segments on the way. */
    private readonly path: readonly string[],
    private readonly place: string,
  ) {}

  explain(node: Node): Explanation {
    const { verdict, expected, found, changesAt, of } = familyOf(node).evaluate(node, this);
    const { place } = this;
    return { verdict, expected, found, changesAt, of: of ?? leaves, condition: node, place };
  }

  child(node: Node, below: string): Explanation {
    const { facts, schema, present, path, place } = this;
    return new Walk(facts, schema, present, path, place + below).explain(node);
  }

  segment(id: string): Explanation {
    const { facts, schema, present } = this;
    const { where, path } = enterSegment(schema, id, this.path);
    return new Walk(facts, schema, present, path, '/where').explain(where);
  }
}

/**
 * Judges one contact at an instant, in memory. Events are judged by when they happened; those after
 * `now` do not count yet. Throws a DomainError if the rule speaks of what the schema does not know.
 */
export function evaluate(rule: Rule, facts: Facts, schema: Schema, now: Date): Evaluation {
  const present = presentAt(now, schema.timeZone);
  const explanation = new Walk(facts, schema, present, [], '/where').explain(rule.where);
  const { verdict, changesAt } = explanation;
  return { verdict, explanation, changesAt: changesAt > MAX_TIME ? null : new Date(changesAt) };
}
