import type { ErrorPlace } from '#libs/kernel';
import { familyOf } from './families.js';
import { MAX_COST, MAX_ERRORS } from './limits.js';
import type { Schema } from './schema.js';
import type { Node, Rule } from './tree.js';

/**
 * What is wrong with a rule against a schema: unknown fields, events and segments, operators that do
 * not fit a field, segments that refer to themselves, and a cost over MAX_COST with the segments that
 * it refers to. `self` is the id under which the rule will be kept, if it will.
 */
export function check(rule: Rule, schema: Schema, self?: string): ErrorPlace[] {
  const errors: ErrorPlace[] = [];
  const fail = (place: string, code: string, message: string): void => {
    if (errors.length < MAX_ERRORS) errors.push({ place, code: `rule.${code}`, message });
  };
  let cost = 0;

  /** Within a segment every error is placed at the reference to it. */
  const walk = (node: Node, place: string, path: readonly string[], fixed: boolean): void => {
    const family = familyOf(node);
    cost += family.cost(node);
    if (cost > MAX_COST) return;
    const at = (below: string): string => (fixed ? place : place + below);
    family.check(node, {
      schema,
      fail: (below, code, message) => fail(at(below), code, message),
      child: (child, below) => walk(child, at(below), path, fixed),
      segment: (id, below) => {
        const definition = schema.segment(id);
        if (path.includes(id)) {
          fail(at(below), 'segment_circle', `Segment ${id} would refer to itself.`);
        } else if (definition) {
          walk(definition.rule.where, at(below), [...path, id], true);
        }
      },
    });
  };

  walk(rule.where, '/where', self === undefined ? [] : [self], false);
  if (cost > MAX_COST) {
    fail('/where', 'too_costly', `The rule with its segments costs more than ${MAX_COST}.`);
  }
  return errors;
}
