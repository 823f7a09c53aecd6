import type { ErrorPlace } from '#libs/kernel';
import { familyOf } from './families.js';
import { MAX_COST, MAX_DEPTH, MAX_ERRORS } from './limits.js';
import type { Schema } from './schema.js';
import type { Node, Rule } from './tree.js';

/** Where the walk stands; within a segment every error is placed at the reference to it. */
interface Spot {
  readonly place: string;
  readonly depth: number;
  /** The segments on the way. */
  readonly path: readonly string[];
  readonly inside: boolean;
}

/**
 * What is wrong with a rule against a schema: unknown fields, events and segments, operators that do
 * not fit a field, segments that refer to themselves, and a depth over MAX_DEPTH or a cost over MAX_COST
 * with the segments that it refers to. `self` is the id under which the rule will be kept, if it will.
 */
export function check(rule: Rule, schema: Schema, self?: string): ErrorPlace[] {
  const errors: ErrorPlace[] = [];
  const fail = (place: string, code: string, message: string): void => {
    if (errors.length < MAX_ERRORS) errors.push({ place, code: `rule.${code}`, message });
  };
  let cost = 0;

  const walk = (node: Node, spot: Spot): void => {
    const { place, depth, path, inside } = spot;
    const family = familyOf(node);
    if (cost > MAX_COST) return;
    cost += family.cost(node);
    if (cost > MAX_COST) {
      const message = `Up to here the rule costs ${cost} with its segments, at most ${MAX_COST} is allowed.`;
      return fail(place, 'too_costly', message);
    }
    if (depth > MAX_DEPTH) {
      return fail(
        place,
        'too_deep',
        `Conditions nest at most ${MAX_DEPTH} deep, segments included.`,
      );
    }
    const at = (below: string): string => (inside ? place : place + below);
    family.check(node, {
      schema,
      fail: (below, code, message) => fail(at(below), code, message),
      child: (child, below) => walk(child, { ...spot, place: at(below), depth: depth + 1 }),
      segment: (id, below) => {
        const where = schema.segment(id)?.rule.where;
        const inner = { place: at(below), depth: depth + 1, path: [...path, id], inside: true };
        if (!path.includes(id)) return where && walk(where, inner);
        fail(inner.place, 'segment_circle', `Segment ${id} would refer to itself.`);
      },
    });
  };

  const path = self === undefined ? [] : [self];
  walk(rule.where, { place: '/where', depth: 1, path, inside: false });
  return errors;
}
