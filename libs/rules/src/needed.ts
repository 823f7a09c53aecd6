import { familyOf } from './families.js';
import { type Needs, NeedsBuilder } from './needs.js';
import type { Schema } from './schema.js';
import { enterSegment } from './segments.js';
import type { Node, Rule } from './tree.js';

/** What a rule needs, with the segments that it refers to. */
export function needsOf(rule: Rule, schema: Schema): Needs {
  const found = new NeedsBuilder();
  const walk = (node: Node, path: readonly string[]): void => {
    const family = familyOf(node);
    family.needs?.(node, found);
    if (node.kind === 'segment') {
      const inner = enterSegment(schema, node.segment, path);
      walk(inner.where, inner.path);
    }
    family.below?.(node).forEach((child) => walk(child, path));
  };
  walk(rule.where, []);
  return found;
}
