import { familyOf } from './families.js';
import type { Schema } from './schema.js';
import { enterSegment } from './segments.js';
import type { Node, Rule } from './tree.js';

/**
 * The same rule with every segment replaced by its own rule, so that later edits of segments do not
 * touch it. Throws `rule.unknown_segment` and `rule.segment_circle`.
 */
export function inlineSegments(rule: Rule, schema: Schema): Rule {
  const inline = (node: Node, path: readonly string[]): Node => {
    if (node.kind === 'segment') {
      const inner = enterSegment(schema, node.segment, path);
      const where = inline(inner.where, inner.path);
      return node.operator === 'in' ? where : { kind: 'not', of: where };
    }
    return familyOf(node).rebuild?.(node, (child) => inline(child, path)) ?? node;
  };
  return { version: 1, where: inline(rule.where, []) };
}
