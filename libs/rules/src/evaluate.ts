import type { Explanation, Present } from './family.js';
import { familyOf } from './families.js';
import type { Facts } from './facts.js';
import { presentAt } from './present.js';
import type { Schema } from './schema.js';
import { enterSegment } from './segments.js';
import type { Node, Rule } from './tree.js';

export interface Evaluation {
  readonly verdict: boolean;
  readonly explanation: Explanation;
  /**
   * The first instant after `now` at which the passing of time alone could change the verdict; it is
   * the same at every instant before. null: never.
   */
  readonly changesAt: Date | null;
}

interface Walk {
  readonly schema: Schema;
  readonly facts: Facts;
  readonly present: Present;
}

function explain(node: Node, place: string, path: readonly string[], walk: Walk): Explanation {
  const finding = familyOf(node).evaluate(node, {
    ...walk,
    child: (child, below) => explain(child, place + below, path, walk),
    segment: (id) => {
      const inner = enterSegment(walk.schema, id, path);
      return explain(inner.where, '/where', inner.path, walk);
    },
  });
  return { ...finding, of: finding.of ?? [], condition: node, place };
}

/**
 * Judges one contact at an instant, in memory. Events are judged by when they happened; those after
 * `now` do not count yet. Throws a DomainError if the rule speaks of what the schema does not know.
 */
export function evaluate(rule: Rule, facts: Facts, schema: Schema, now: Date): Evaluation {
  const present = presentAt(now, schema.timeZone);
  const explanation = explain(rule.where, '/where', [], { schema, facts, present });
  const { verdict, changesAt } = explanation;
  return { verdict, explanation, changesAt: changesAt === Infinity ? null : new Date(changesAt) };
}
